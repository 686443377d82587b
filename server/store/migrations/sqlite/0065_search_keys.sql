-- What is searched is made in another way (every dash as one, half and full width, nothing that isn't drawn): the keys of
-- members are made anew when the store is opened, as those of initiatives and stories are.
update members set name_key = null, search = null;
