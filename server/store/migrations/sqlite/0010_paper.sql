-- Entering on a member's behalf, from paper.

-- The officer who entered the op for its member; null if the member's device sent it. It is who did it in the audit's chain.
alter table ops add column entered_by blob references members (id);
-- Of a member whom an officer has entered: the op that they came with, so that a repeat finds them again.
alter table members add column entered_with blob;
create unique index member_entered_with on members (entered_with) where entered_with is not null;
