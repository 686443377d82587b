//! What administrators of a unit are told: the names of what they send.

use super::pick;
use model::number::Lang;

/// The name of what an administrator's request says, by its pointer.
pub fn member(pointer: &str, lang: Lang) -> Option<&'static str> {
    let (vi, en) = match pointer {
        "/assigned" => ("Chỉ tiêu được giao", "Assigned target"),
        "/self_set" => ("Chỉ tiêu tự đặt", "Target set by the unit"),
        "/span" => ("Giai đoạn", "Phase"),
        _ => return None,
    };
    Some(pick(lang, vi, en))
}

#[cfg(test)]
mod tests {
    use super::super::explain;
    use super::*;
    use model::field::{Fault, FieldFault};
    use model::problem::Problem;

    #[test]
    fn a_fault_of_a_target_is_told_by_its_name() {
        let fault = FieldFault { pointer: "/assigned".into(), fault: Fault::OutOfRange { min: 1, max: 5_000 } };
        let mut problem = Problem::faults(vec![fault]);
        explain(&mut problem, Lang::Vi);
        assert_eq!(problem.detail, "Chỉ tiêu được giao: phải từ 1 đến 5.000.");
    }
}
