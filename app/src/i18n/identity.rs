//! Coming back: another device, a lost one, a card number that is somebody's, and members who are one person.

use super::{Word, word};

// Joining, for whoever has joined before.
pub const JOINED_BEFORE: Word = word("Tôi đã tham gia rồi", "I have joined before");
pub const JOINED_BEFORE_WAYS: [Word; 3] = [
    word(
        "Còn máy cũ: mở “Máy này” trên máy cũ, bấm “Mang sang máy khác”, rồi quét hình hoặc ghi 16 chữ số vào ô mã.",
        "You still have the old phone: open “This device” there, press “Move to another phone”, then scan the picture or enter the 16 digits as the code.",
    ),
    word(
        "Mất máy cũ: xin cán bộ công đoàn của đơn vị một mã dùng một lần, rồi ghi vào ô mã.",
        "The old phone is lost: ask your union officer for a one-time code and enter it as the code.",
    ),
    word("Có khóa truy cập: bấm nút dưới đây.", "You have a passkey: press the button below."),
];
pub const DEVICE_CODE_HELP: Word = word(
    "Đây là mã dùng một lần của một đoàn viên. Không cần ghi tên hay đồng ý lại.",
    "This is a member's one-time code. Neither a name nor consent is needed again.",
);
pub const USE_CODE: Word = word("Nhận mã trên máy này", "Use the code on this device");
pub const DEVICE_CODE_WRONG: Word = word(
    "Mã này không đúng, đã dùng hoặc đã hết hạn. Hãy lấy mã mới.",
    "This code isn't right, was used, or its time is over. Get a new one.",
);
pub const DEVICE_CODE_WAITS: Word = word(
    "Máy sẽ tự nhận mã khi có mạng. Mã chỉ có hạn ngắn, nên hãy tìm mạng sớm.",
    "The device will use the code when there is a link. A code doesn't last long, so look for one soon.",
);
pub const NOW_ANOTHERS: Word = word(
    "Máy này đang là của {0}. Dùng mã thì máy thành của người có mã; những gì chưa gửi sẽ gửi dưới tên người đó.",
    "This device is {0}'s now. With the code it becomes that of whoever the code is for; what isn't sent yet goes under their name.",
);
pub const EXISTS: Word = word(
    "Trong đơn vị đã có người tham gia với số thẻ này. Nếu đó là bạn, hãy dùng một trong các cách ở mục “Tôi đã tham gia rồi”.",
    "Somebody in the unit has joined with this card number. If that is you, take one of the ways under “I have joined before”.",
);
pub const ASK_TO_MERGE: Word = word("Tham gia riêng và đề nghị gộp", "Join separately and ask to be put together");
pub const ASK_TO_MERGE_TEXT: Word = word(
    "Không dùng được cách nào? Bạn vẫn viết và gửi được ngay; cán bộ công đoàn sẽ xem và gộp hai người thành một.",
    "None of them works? You can write and send at once; a union officer will look and put the two together.",
);

// This device.
pub const MOVE: Word = word("Mang sang máy khác", "Move to another phone");
pub const MOVE_WHY: Word = word(
    "Máy mới thành máy của bạn, với mọi bài đã gửi và bản nháp đã cất giữ.",
    "The new phone becomes yours, with all you have sent and the drafts that are kept.",
);
pub const MOVE_UNSENT: Word = word(
    "Còn {0} bài có chữ chưa gửi: đợi gửi xong rồi hãy chuyển, chữ đó mới có trên máy mới.",
    "{0} still have words that aren't sent: wait for that first, and they will be on the new phone.",
);
pub const MOVE_KEEP: Word = word("Dùng cả hai máy", "Use both phones");
pub const MOVE_END: Word = word("Chuyển hẳn, máy này đăng xuất", "Move over, sign this phone out");
pub const MOVE_SCAN: Word = word(
    "Quét hình này bằng máy mới, hoặc mở trang Vào đơn vị trên máy mới và ghi mã:",
    "Scan this with the new phone, or open Join your unit there and enter the code:",
);
pub const MOVE_UNTIL: Word =
    word("Dùng được một lần, đến {0}. Đừng gửi cho ai.", "Works once, until {0}. Don't send it to anybody.");
pub const MOVE_QR: Word = word("Mã QR để mang sang máy khác", "QR code for another phone");
pub const MOVE_DONE: Word = word("Đóng", "Close");
pub const NEEDS_LINK: Word = word("Cần có mạng để làm việc này. Hãy thử lại.", "This needs a link. Try again.");
pub const PASSKEY_WHY: Word = word(
    "Mất máy hay đổi máy, bạn vào lại bằng vân tay, khuôn mặt hoặc mã khóa máy, không cần hỏi ai.",
    "With a lost or new phone you come back by finger, face or screen lock, without asking anybody.",
);

pub const SEAL: Word = word("Xuất kèm danh tính", "Export with your identity");
pub const SEAL_TEXT: Word = word(
    "Tệp được khóa bằng các từ bạn chọn. Chọn năm, sáu từ không liên quan đến nhau và nhớ kỹ: quên thì không ai mở được tệp.",
    "The file is locked with words that you choose. Take five or six that have nothing to do with each other and remember them: nobody can open it without.",
);
pub const SEAL_WORDS: Word = word("Các từ để khóa", "The words");
pub const SEAL_DO: Word = word("Khóa và xuất", "Lock and export");
pub const WORDS_SHORT: Word = word("Cần ít nhất 16 ký tự: năm, sáu từ.", "At least 16 characters: five or six words.");
pub const OPEN_SEALED: Word = word("Mở tệp đã khóa", "Open a locked file");
pub const OPEN_SEALED_TEXT: Word = word(
    "Tệp này được khóa khi xuất. Ghi lại đúng các từ đã chọn.",
    "This file was locked when it was exported. Enter the words that were chosen.",
);
pub const OPEN_SEALED_DO: Word = word("Mở và nhập", "Open and import");
pub const WRONG_WORDS: Word =
    word("Các từ chưa đúng, hoặc tệp bị hỏng.", "These aren't the words, or the file is damaged.");
pub const UNABLE: Word =
    word("Trình duyệt này không khóa hay mở tệp được.", "This browser can neither lock nor open a file.");
pub const NOW_YOURS: Word = word("Máy này là của {0} rồi.", "This device is {0}'s now.");
pub const STAYS_ANOTHERS: Word = word(
    "Máy này vẫn là của {0}: danh tính trong tệp không được dùng.",
    "This device stays {0}'s: the identity in the file wasn't used.",
);

// The members' page of those who administer a unit.
pub const GIVE_CODE: Word = word("Cấp mã máy mới", "Code for a new phone");
pub const GIVE_CODE_OF: Word = word("Cấp mã máy mới cho {0}", "Code for a new phone for {0}");
pub const GIVE_TEXT: Word = word(
    "Chỉ cấp khi bạn chắc người hỏi là {0}. Khi mã được dùng, các máy cũ của {0} bị ngắt.",
    "Only if you are sure that who asks is {0}. When the code is used, the old phones of {0} lose their access.",
);
pub const GIVE: Word = word("Cấp mã", "Make the code");
pub const GIVEN_TEXT: Word = word(
    "Đọc, in hoặc đưa cho {0} quét. Người đó mở trang Vào đơn vị và ghi mã vào ô mã.",
    "Read it out, print it or let {0} scan it. They open Join your unit and enter it as the code.",
);
pub const GIVEN_UNTIL: Word = word("Dùng được một lần, đến {0}.", "Works once, until {0}.");
pub const GIVEN_QR: Word = word("Mã QR của {0}", "QR code of {0}");
pub const PRINT: Word = word("In", "Print");
pub const CANCEL: Word = word("Thôi", "Cancel");
pub const REQUESTS: Word = word("Có thể là một người", "Possibly one person");
pub const REASON_NUMBER: Word =
    word("Cùng số thẻ, người sau đề nghị gộp.", "The same card number; who came later asks to be put together.");
pub const REASON_DEVICE: Word = word(
    "Vào lại từ máy đã báo mất, cùng tên. Hãy hỏi kỹ trước khi gộp.",
    "Joined again on a phone that was reported lost, under the same name. Ask carefully first.",
);
pub const REASON_CODE: Word =
    word("Máy của người này đã nhận mã của người kia.", "A phone of the one has used a code of the other.");
pub const LOOK: Word = word("Xem và gộp", "Look and merge");
pub const NOT_ONE: Word = word("Không phải một người", "Not one person");
pub const MERGE_WITH: Word = word("Gộp…", "Merge…");
pub const MERGE_WITH_OF: Word = word("Gộp {0} với người khác", "Merge {0} with somebody");
pub const CHOOSING: Word = word(
    "Chọn người giữ lại: mọi thứ của {0} sẽ về người đó.",
    "Choose who stays: everything of {0} goes over to them.",
);
pub const INTO_THIS: Word = word("Gộp vào người này", "Merge into this one");
pub const MERGE_TITLE: Word = word("Gộp hai người thành một?", "Merge two members into one?");
pub const STAYS: Word = word("Giữ lại", "Stays");
pub const GOES: Word = word("Gộp vào", "Goes over");
pub const SIDE: Word = word("{0} · số thẻ {1} · {2} · vào {3}", "{0} · card {1} · {2} · joined {3}");
pub const SIDE_COUNTS: Word =
    word("{0} sáng kiến đang tính, {1} bài tất cả, {2} máy", "{0} that count, {1} in all, {2} devices");
pub const MERGE_TEXT: Word = word(
    "Sáng kiến, bản nháp và máy của {0} thành của {1}; số người và số liệu tính lại ngay. Việc này không hoàn tác được.",
    "Initiatives, drafts and phones of {0} become {1}'s; people and totals are counted anew at once. This can't be undone.",
);
pub const SURE: Word =
    word("Tôi đã xem hai người và chắc là một", "I have looked at both and am sure they are one person");
pub const MERGE: Word = word("Gộp", "Merge");
pub const SWAP: Word = word("Đổi chiều", "The other way round");
pub const MERGED: Word = word("Đã gộp {0} vào {1}.", "{0} was merged into {1}.");
pub const DECLINED: Word = word("Đã ghi nhận là hai người.", "Noted that they are two people.");
pub const OBSTACLE_OFFICER: Word = word(
    "Người được gộp vào có tài khoản hoặc vai trò cán bộ: hãy đổi chiều, hoặc thu vai trò trước.",
    "Who goes over has an officer's account or role: do it the other way round, or take the role first.",
);
pub const OBSTACLE_REVIEWED: Word = word(
    "Một người đã xét duyệt sáng kiến của người kia, nên không gộp được.",
    "One of them has acted as an officer on what the other wrote, so they can't be merged.",
);
pub const OBSTACLE_OWN: Word = word(
    "Một trong hai là chính bạn: hãy nhờ người quản trị khác hoặc cấp trên.",
    "One of the two is you: ask another administrator, or the unit above.",
);
