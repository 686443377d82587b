//! The words of the public pages: boards, league, charts and the frame around them. Longer texts are in `pages`.

mod sentences;

pub use sentences::*;

use super::{Word, word};

pub const BRAND: &str = "Triệu Sáng Kiến";
/// Demo data is marked in Vietnamese in both languages: it is what a viewer of a screenshot has to understand.
pub const DEMO: &str = "DỮ LIỆU MINH HỌA";
/// What follows it where somebody reads English.
pub const DEMO_ENGLISH: Word = word("", " · DEMO DATA");
pub const DEMO_SAID: Word = word("Dữ liệu minh họa, không phải số thật", "Demonstration data, not real figures");

pub const DEMO_TARGETS: Word = word(
    "Số liệu và chỉ tiêu ở đây là minh họa: chỉ tiêu được thu nhỏ theo số sáng kiến đã dựng.",
    "Figures and targets here are invented: targets are made as small as the initiatives are few.",
);

pub const SKIP: Word = word("Đến nội dung chính", "Skip to content");
pub const NAV: Word = word("Chính", "Main");
pub const NATION: Word = word("Toàn quốc", "Nationwide");
pub const UNITS: Word = word("Đơn vị", "Units");
pub const RULES: Word = word("Thể lệ", "Rules");
pub const WRITE: Word = word("Viết sáng kiến", "Write an initiative");
pub const OTHER_LANG: Word = word("English", "Tiếng Việt");
pub const MENU: Word = word("Mục lục", "Menu");
pub const COUNTING: Word = word("Cách đếm", "How we count");
pub const DOWNLOAD: Word = word("Tải số liệu", "Download the figures");
pub const PRIVACY: Word = word("Quyền riêng tư", "Privacy");
pub const THEME: Word = word("Giao diện", "Theme");
pub const THEME_SYSTEM: Word = word("Theo máy", "System");
pub const THEME_LIGHT: Word = word("Sáng", "Light");
pub const THEME_DARK: Word = word("Tối", "Dark");
pub const FOOT_BEFORE: Word = word("Phần trăm tính theo số sáng kiến ", "Percentages are of initiatives ");
pub const FOOT_COUNTED: Word = word("đã gửi", "submitted");
pub const FOOT_AFTER: Word = word(
    ", so với chỉ tiêu được giao. Bản nháp, bản đã rút, bị từ chối hoặc trùng lặp không được tính.",
    ", against the assigned target. Drafts and what is withdrawn, declined or a duplicate don’t count.",
);

pub const AS_OF: Word = word("Số tính đến", "Figures as of");
pub const AS_OF_LIVE: Word = word("Đang cập nhật, tính đến", "Live, as of");
pub const AS_OF_LOST: Word = word("Mất kết nối. Số tính đến", "Connection lost. Figures as of");
const JUST_NOW: Word = word(", vừa xong.", ", just now.");
const MINUTE_AGO: Word = word(", 1 phút trước.", ", 1 minute ago.");
const MINUTES_AGO: Word = word(", {0} phút trước.", ", {0} minutes ago.");
const HOURS_AGO: Word = word(", {0} giờ {1} phút trước.", ", {0} h {1} min ago.");

pub const OF_THE_NATION: Word = word("sáng kiến của người lao động cả nước", "initiatives by the nation’s workers");
pub const INITIATIVES: Word = word("sáng kiến", "initiatives");
pub const OUT_OF: Word = word("sáng kiến, trên chỉ tiêu {0}", "initiatives, out of a target of {0}");
pub const NO_TARGET: Word = word("chưa được giao chỉ tiêu", "no target assigned");
pub const OTHER_FIGURES: Word = word("Các con số khác", "Other figures");
const ON_TRACK: Word = word("{0} trên chỉ tiêu được giao {1}: đạt {2}.", "{0} of the assigned target of {1}: {2}.");
const ON_TRACK_SELF: Word = word(" Chỉ tiêu tự đặt {0}: đạt {1}.", " Self-set target of {0}: {1}.");
const ASSIGNED_KEY: Word = word("Chỉ tiêu được giao: {0}", "Assigned target: {0}");
const ASSIGNED_ON: Word = word("Chỉ tiêu được giao: {0}, đạt ngày {1}", "Assigned target: {0}, reached {1}");
const SELF_KEY: Word = word("Chỉ tiêu tự đặt: {0}, đạt {1}", "Self-set target: {0}, at {1}");
const PAST_KEY: Word = word("Phần vượt chỉ tiêu được giao: {0}", "Past the assigned target: {0}");
const EXCEEDED: Word = word("chỉ tiêu được giao, tức vượt {0}", "of the assigned target, exceeded by {0}");
const JUST_REACHED: Word = word("chỉ tiêu được giao", "of the assigned target");
const PASSED: Word =
    word("chỉ tiêu được giao, vượt {0} sáng kiến", "of the assigned target, exceeded by {0} initiatives");
const MISSING: Word =
    word("chỉ tiêu được giao, còn {0} sáng kiến nữa", "of the assigned target, {0} initiatives to go");

pub const PEOPLE: Word = word("Người tham gia", "People taking part");
pub const UNITS_EXCEEDED: Word = word("Đơn vị đã vượt chỉ tiêu", "Units past their targets");
const OF_UNITS: Word = word("trong {0} đơn vị trực thuộc trung ương", "of {0} units directly under the centre");
pub const RECOGNISED: Word = word("Được công nhận", "Recognised");
pub const WORTH: Word = word("Giá trị làm lợi", "Benefit");
pub const ESTIMATED: Word = word("tác giả ước tính", "estimated by authors");
pub const VERIFIED: Word = word("đã thẩm định", "verified");
pub const NOT_SAID: Word = word("chưa ghi", "not stated");
pub const NOT_VERIFIED: Word = word("chưa có", "none yet");
const PER_PERSON: Word = word("bình quân {0} sáng kiến mỗi người", "{0} initiatives each on average");
const RECOGNISED_PART: Word = word("{0} số đã gửi, còn lại đang xét", "{0} of those submitted, the rest under review");
const RECOGNISED_ALL: Word = word("tất cả số đã gửi", "all of those submitted");
const UNDER_REVIEW: Word = word("{0} sáng kiến đang xét", "{0} initiatives under review");
pub const NOT_ADDED: Word = word("Hai con số không cộng vào nhau.", "The two sums overlap and must not be added.");
const WITHOUT_BENEFIT: Word =
    word("{0} sáng kiến chưa ghi giá trị bằng tiền.", "{0} initiatives state no value in money.");
const VERIFIED_PART: Word =
    word("Phần đã thẩm định bằng {0} phần ước tính", "What is verified is {0} of what is estimated");

const NEARLY: Word = word("gần {0} cả nước", "nearly {0} of the nation’s");
const EXACTLY: Word = word("{0} cả nước", "{0} of the nation’s");
const OVER: Word = word("hơn {0} cả nước", "over {0} of the nation’s");
const HALF: Word = word("một nửa", "half");
const THIRD: Word = word("một phần ba", "a third");
const QUARTER: Word = word("một phần tư", "a quarter");
const FIFTH: Word = word("một phần năm", "a fifth");
const TENTH: Word = word("một phần mười", "a tenth");

const EARLY: Word = word("{0} sáng kiến đến sớm {1} ngày", "{0} initiatives came {1} days early");
const REACHED: Word = word("Đã tới mốc {0} sáng kiến", "The mark of {0} initiatives is reached");
const CLOSING: Word = word("Còn {0} ngày, còn thiếu {1} sáng kiến", "{0} days to go, {1} initiatives missing");
const LAST_DAY: Word = word("Ngày cuối, còn thiếu {0} sáng kiến", "The last day, {0} initiatives missing");
const CLOSED: Word = word("Khép lại với {0} sáng kiến", "Closed with {0} initiatives");
const CLOSED_AT: Word =
    word("Khép lại với {0} sáng kiến, đạt {1} chỉ tiêu", "Closed with {0} initiatives, {1} of the target");
const PHASE_EXCEEDED: Word = word("Đợt {0} đạt {1} chỉ tiêu", "Phase {0} reached {1} of its target");
const UNDERWAY: Word = word("{0} sáng kiến sau {1} ngày", "{0} initiatives in {1} days");
const FIRST_DAY: Word = word("{0} sáng kiến trong ngày đầu", "{0} initiatives on the first day");
const BEFORE: Word = word("Chương trình mở ngày {0}", "The campaign opens on {0}");
const NOTHING: Word = word("Chưa có sáng kiến nào được gửi", "No initiative has been submitted yet");
const MILLION: Word = word("Một triệu", "A million");

const CHART_SPAN: Word =
    word("Số sáng kiến đã gửi, cộng dồn từ {0} đến {1}", "Initiatives submitted, running total from {0} to {1}");
const FAR_GOAL: Word =
    word("Chỉ tiêu {0} còn ở xa, nằm ngoài hình.", "The target of {0} is still far off, outside the picture.");
pub const CHART_SAID: Word = word("Số sáng kiến đã gửi cộng dồn: {0}.", "Initiatives submitted, running total: {0}.");
const CHART_ON: Word = word("{0} ngày {1}", "{0} on {1}");
pub const GOAL: Word = word("Chỉ tiêu {0}", "Target {0}");
pub const PHASE_GOAL: Word = word("Đợt {0}: {1}", "Phase {0}: {1}");
pub const MILLIONTH: Word = word("Sáng kiến thứ một triệu", "The millionth initiative");
pub const NTH: Word = word("Sáng kiến thứ {0}", "Initiative no. {0}");
pub const PHASE_END: Word = word("hết đợt {0}, {1}", "end of phase {0}, {1}");
pub const CLOSING_DAY: Word = word("ngày khép lại, {0}", "closing day, {0}");
pub const AS_TABLE: Word = word("Xem bảng số", "Show as a table");
pub const MONTH: Word = word("Tháng", "Month");
pub const SENT_IN_MONTH: Word = word("Gửi trong tháng", "Submitted in the month");
pub const RUNNING_TOTAL: Word = word("Cộng dồn", "Running total");
pub const RHYTHM: Word = word("Nhịp gửi từng tháng", "Month by month");
const HIGHEST: Word = word("Cao nhất {0} vào tháng {1}", "Highest: {0} in {1}");
const THOUSANDS: Word = word("{0} nghìn", "{0} thousand");
const MILLIONS: Word = word("{0} triệu", "{0} million");

const LEAGUE: Word = word("Xếp hạng {0} đơn vị", "{0} units ranked");
const LEAGUE_MARK: Word =
    word("Vạch đứng là 100% chỉ tiêu được giao.", "The upright line is 100% of the assigned target.");
const LEAGUE_SCALE: Word =
    word("Thang đo đến {0}% chỉ tiêu được giao.", "The scale ends at {0}% of the assigned target.");
const LEAGUE_TORN: Word =
    word("Thanh bị cắt chéo nghĩa là dài quá thang đo.", "A bar that is cut is longer than the scale.");
pub const SEARCH: Word = word("Tìm đơn vị", "Find a unit");
pub const SEARCH_HINT: Word = word("Tìm đơn vị, không cần dấu", "Find a unit");
pub const SEARCH_BUTTON: Word = word("Tìm", "Search");
pub const SEARCH_FAILED: Word = word(
    "Chưa tìm được vì không có mạng. Thử lại sau ít phút.",
    "No connection to search with. Try again in a few minutes.",
);
const NOT_FOUND: Word = word(
    "Không thấy đơn vị nào tên “{0}”. Thử gõ ít chữ hơn, không cần dấu.",
    "No unit is called “{0}”. Try fewer letters; accents aren’t needed.",
);
const FOUND: Word = word("Thấy {0} đơn vị", "{0} units found");
const FOUND_ONE: Word = word("Thấy 1 đơn vị", "1 unit found");
pub const IN: Word = word("thuộc {0}", "in {0}");
pub const GROUPS: Word = word("Nhóm đơn vị", "Group of units");
pub const SORTED_BY: Word = word("Xếp theo", "Sorted by");
pub const RANK: Word = word("Hạng", "Rank");
pub const UNIT: Word = word("Đơn vị", "Unit");
pub const SUB_UNIT: Word = word("Đơn vị trực thuộc", "Sub-unit");
pub const BAR: Word = word("Thang đo", "Scale");
pub const DONE: Word = word("Đã gửi / chỉ tiêu", "Submitted / target");
pub const PEOPLE_COUNT: Word = word("Số người", "People");
const PEOPLE_SHORT: Word = word("{0} người", "{0} people");
const SHOW_ALL: Word = word("Xem đủ {0} đơn vị", "Show all {0} units");
const SUB_UNITS: Word = word("{0} đơn vị trực thuộc", "{0} sub-units");
const SUB_UNIT_ONE: Word = word("Một đơn vị trực thuộc", "One sub-unit");
const SUB_EXCEEDED: Word = word("{0} đơn vị trực thuộc, {1} đơn vị đã vượt", "{0} sub-units, {1} past their targets");
const SUB_ALL_EXCEEDED: Word = word("{0} đơn vị trực thuộc, tất cả đã vượt", "{0} sub-units, all past their targets");

pub const PLACE: Word = word("Vị trí", "Place");
pub const PROVINCES: Word = word("Tỉnh, thành phố", "Provinces");
pub const SECTORS: Word = word("Ngành, tập đoàn", "Sectors");
const STANDS_NATION: Word = word("Đứng thứ {0} toàn quốc", "No. {0} nationwide");
const STANDS_IN: Word = word("Đứng thứ {0} trong {1}", "No. {0} in {1}");
const SHARES_NATION: Word = word("Đồng hạng {0} toàn quốc", "Joint no. {0} nationwide");
const SHARES_IN: Word = word("Đồng hạng {0} trong {1}", "Joint no. {0} in {1}");
pub const SHARED_RANK: Word = word("đồng hạng", "joint");
pub const UNRANKED: Word = word("Chưa xếp hạng", "Not ranked");
const AMONG: Word = word("trong {0} đơn vị, xếp theo % chỉ tiêu", "of {0} units, by percent of target");
pub const TO_NATION: Word = word("Xem bảng toàn quốc", "See the nation’s board");
pub const TO_PARENT: Word = word("Xem bảng của đơn vị cấp trên", "See the parent unit’s board");

pub const OPENING: Word = word("Đang mở…", "Opening…");
pub const OPENING_WAITS: Word = word(
    "Đường truyền bị ngắt. Có mạng là máy tự tải tiếp, phần đã tải vẫn còn.",
    "The connection broke. It goes on by itself when there is one; what has arrived is kept.",
);
pub const OPENING_FAILED: Word = word(
    "Chưa mở được. Bài đã viết vẫn còn nguyên trên máy.",
    "It couldn’t be opened. What you wrote is still on this device.",
);
pub const NO_SCRIPTS: Word = word(
    "Trình duyệt đang tắt JavaScript. Bật lên rồi tải lại trang.",
    "JavaScript is off in this browser. Turn it on and load the page again.",
);
pub const UNAVAILABLE: Word = word("Chưa xem được bảng số", "The board can’t be shown just now");
pub const UNAVAILABLE_WHY: Word = word(
    "Không tới được máy chủ. Bài bạn viết vẫn nằm trên máy; thử mở lại bảng sau ít phút.",
    "The server can’t be reached. What you wrote is safe on this device; try again in a few minutes.",
);
pub const RETRY: Word = word("Thử lại", "Try again");
pub const TO_MINE: Word = word("Sáng kiến của tôi", "My initiatives");
pub const NO_UNIT: Word = word("Không có đơn vị này", "There is no such unit");
pub const NO_UNIT_WHY: Word = word(
    "Địa chỉ có thể gõ nhầm, hoặc đơn vị đã đổi tên. Tìm theo tên, không cần dấu:",
    "The address may be mistyped, or the unit renamed. Search by name, no accents needed:",
);
pub const NO_PAGE: Word = word("Không có trang này", "There is no such page");
pub const TO_FIRST: Word = word("Về bảng toàn quốc", "To the nation’s board");
pub const ALL_UNITS: Word = word("Các đơn vị", "All units");

const ANNOUNCE: Word = word("{0}: {1} sáng kiến", "{0}: {1} initiatives");
const ANNOUNCE_PERCENT: Word =
    word("{0}: {1} sáng kiến, đạt {2} chỉ tiêu được giao", "{0}: {1} initiatives, {2} of the assigned target");
