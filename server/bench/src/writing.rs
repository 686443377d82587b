//! What the devices write: drafts of about 1.6 KB of Vietnamese text, each a little different, as JSON made in advance.

use uuid::Uuid;

/// Words as they occur in such texts. They are put together at random, so that texts compress like written ones, not
/// like copies of one another.
const WORDS: &str = "trước đây mỗi ca phải dừng máy gần bốn mươi phút để vệ sinh băng tải công nhân cúi sát trục quay rất nguy \
    hiểm tổ chúng tôi thiết kế bộ gạt bằng cao su tận dụng từ dây cũ lắp vào khung thép có lò xo tự căn chỉnh vật liệu đều sẵn \
    trong kho chỉ mua thêm hai ổ bi tổng chi phí chưa tới ba triệu đồng sau tháng chạy thử không còn bám bùn thời gian giảm năm \
    cả ngày làm việc anh em đã hướng dẫn cho phân xưởng bên cạnh theo đến nay sáu dùng này điểm mới là lưỡi ép độ mòn nên cần \
    chỉnh tay điều mà các loại ngoài được tiết kiệm khoảng giờ ai đứng khi đang ghi lại từng bước ảnh người cũng một buổi sáng \
    phòng kỹ thuật kiểm tra an toàn đồng ý áp dụng trên toàn tuyến đầu quý nếu trời mưa lâu đặc hơn tăng lực nấc sạch như \
    thường ý tưởng bắt lần chị vận hành suýt cuốn áo con lăn lúc giao bảng theo dõi treo tại chỗ giúp mọi thấy số dần qua tuần";

/// Drafts, as the JSON of their fields.
pub struct Drafts(Vec<String>);

impl Drafts {
    /// Makes a good number of them.
    pub fn new() -> Self {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let mut seed = 0x5EED_u64;
        let mut text = |count: usize| {
            let words: Vec<&str> = (0..count).map(|_| words[draw(&mut seed) % words.len()]).collect();
            words.join(" ")
        };
        let mut draft = |n: usize| {
            let benefit = 5_000_000 + 1_000_000 * (n as i64 % 300);
            serde_json::json!({
                "title": format!("Bộ gạt tự căn chỉnh cho băng tải số {n}"),
                "kind": "technical",
                "area": "Khai thác, vận tải",
                "problem": text(45),
                "solution": text(130),
                "effect": text(80),
                "benefit_vnd": benefit,
                "benefit_period": "per_year",
            })
            .to_string()
        };
        Self((0..500).map(&mut draft).collect())
    }

    /// One of them, by any number.
    pub fn get(&self, n: usize) -> &str {
        &self.0[n % self.0.len()]
    }

    /// Their average length in bytes.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(String::len).sum::<usize>() / self.0.len()
    }
}

/// The next of a fixed series of numbers that look like chance (xorshift).
fn draw(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 16) as usize
}

/// Adds an op to a list of ops.
pub fn push_op(ops: &mut Vec<u8>, initiative: Uuid, action: &[&str]) {
    if !ops.is_empty() {
        ops.push(b',');
    }
    ops.extend_from_slice(br#"{"id":""#);
    push_id(ops, Uuid::now_v7());
    ops.extend_from_slice(br#"","initiative":""#);
    push_id(ops, initiative);
    ops.extend_from_slice(br#"","base":0,"at":"2026-06-01T01:02:03Z","action":"#);
    for piece in action {
        ops.extend_from_slice(piece.as_bytes());
    }
    ops.push(b'}');
}

fn push_id(ops: &mut Vec<u8>, id: Uuid) {
    ops.extend_from_slice(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_of_the_size_that_others_were_measured_with() {
        let bytes = Drafts::new().bytes();
        assert!((1_500..1_750).contains(&bytes), "{bytes}");
    }

    #[test]
    fn ops_are_json() {
        let (mut ops, drafts) = (vec![], Drafts::new());
        push_op(&mut ops, Uuid::now_v7(), &[r#"{"edit":"#, drafts.get(1), "}"]);
        push_op(&mut ops, Uuid::now_v7(), &[r#"{"submit":{}}"#]);
        let ops: serde_json::Value = serde_json::from_str(&format!("[{}]", String::from_utf8(ops).unwrap())).unwrap();
        assert_eq!(ops[0]["action"]["edit"]["kind"], "technical");
    }
}
