//! What the devices write: drafts of about 1.6 KB of Vietnamese text, each a little different, as JSON made in advance.

use uuid::Uuid;

/// Made-up sentences of the length and the letters that people write.
const SENTENCES: [&str; 12] = [
    "Trước đây mỗi ca phải dừng máy gần bốn mươi phút để vệ sinh băng tải, công nhân cúi sát trục quay rất nguy hiểm.",
    "Tổ chúng tôi thiết kế bộ gạt bằng cao su tận dụng từ dây băng cũ, lắp vào khung thép có lò xo tự căn chỉnh.",
    "Vật liệu đều có sẵn trong kho, chỉ phải mua thêm bốn lò xo và hai ổ bi, tổng chi phí chưa tới ba triệu đồng.",
    "Sau ba tháng chạy thử, băng không còn bám bùn, thời gian dừng máy giảm còn năm phút cho cả ngày làm việc.",
    "Anh em đã hướng dẫn cho hai phân xưởng bên cạnh làm theo, đến nay có sáu băng tải dùng bộ gạt này.",
    "Điểm mới là lưỡi gạt tự ép theo độ mòn nên không cần chỉnh tay, điều mà các bộ gạt mua sẵn không làm được.",
    "Mỗi tháng tiết kiệm khoảng sáu mươi giờ máy và không còn ai phải đứng gần băng khi máy đang chạy.",
    "Chúng tôi ghi lại từng bước lắp đặt bằng ảnh để người mới cũng làm được trong một buổi sáng.",
    "Phòng kỹ thuật đã kiểm tra độ an toàn và đồng ý cho áp dụng trên toàn tuyến từ đầu quý sau.",
    "Nếu trời mưa lâu ngày, bùn đặc hơn thì chỉ cần tăng lực lò xo một nấc là băng lại sạch như thường.",
    "Ý tưởng bắt đầu từ một lần chị Hòa ở tổ vận hành suýt bị cuốn tay áo vào con lăn lúc giao ca.",
    "Bảng theo dõi treo tại chỗ giúp mọi người thấy số giờ dừng máy giảm dần qua từng tuần.",
];

/// Drafts, as the JSON of their fields.
pub struct Drafts(Vec<String>);

impl Drafts {
    /// Makes a good number of them.
    pub fn new() -> Self {
        let text = |from: usize, count: usize| {
            let sentences: Vec<&str> = (from..from + count).map(|at| SENTENCES[at % SENTENCES.len()]).collect();
            sentences.join(" ")
        };
        let draft = |n: usize| {
            let benefit = 5_000_000 + 1_000_000 * (n as i64 % 300);
            serde_json::json!({
                "title": format!("Bộ gạt tự căn chỉnh cho băng tải số {n}"),
                "kind": "technical",
                "area": "Khai thác, vận tải",
                "problem": text(n, 2),
                "solution": text(n + 2, 5),
                "effect": text(n + 7, 3),
                "benefit_vnd": benefit,
                "benefit_period": "per_year",
            })
            .to_string()
        };
        Self((0..500).map(draft).collect())
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
