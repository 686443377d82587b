use super::*;
use proptest::prelude::*;

const COLUMNS: Columns = Columns { required: &["a", "b"], optional: &["c"] };

fn cells(text: impl AsRef<[u8]>) -> Result<Vec<Vec<String>>, String> {
    let table = read(text.as_ref(), &COLUMNS).map_err(|fault| fault.to_string())?;
    Ok(table.rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text).collect()).collect())
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn what_excel_writes_is_read() {
    let expected = vec![vec!["Đầu, cuối".to_owned(), "1".to_owned()], vec!["Sàng \"rung\"".to_owned(), String::new()]];
    let table = |separator: &str, end: &str| {
        format!("a{separator}b{end}\"Đầu, cuối\"{separator}1{end}\"Sàng \"\"rung\"\"\"{separator}{end}")
    };
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n"] {
            let text = table(separator, end);
            assert_eq!(cells(&text).unwrap(), expected, "{text:?}");
            assert_eq!(cells(format!("\u{feff}{text}")).unwrap(), expected);
            assert_eq!(cells(utf_16(&text, u16::to_le_bytes)).unwrap(), expected);
            assert_eq!(cells(utf_16(&text, u16::to_be_bytes)).unwrap(), expected);
            assert_eq!(cells(format!("sep={separator}{end}{text}")).unwrap(), expected);
            assert_eq!(
                cells(text.trim_end_matches(['\r', '\n'])).unwrap(),
                expected,
                "without an end of the last line"
            );
        }
    }
    assert_eq!(cells("A , B\nx,y\n").unwrap(), [["x", "y"]], "case and spaces of the columns' names don't matter");
    assert_eq!(cells("b,c,a\n1,2,3\n").unwrap(), [["1", "2", "3"]]);
    assert_eq!(cells("a,b\n\n1,2\n,\n\n").unwrap(), [["1", "2"]], "lines without anything are left out");
}

#[test]
fn what_is_irregular_is_refused_with_its_line() {
    for (text, told) in [
        ("", "doesn't name the columns"),
        ("\n", "doesn't name the columns"),
        ("x,y\n1,2\n", "doesn't name the columns"),
        ("a|b\n1|2\n", "doesn't name the columns"),
        ("a,b\n", "nothing in it"),
        ("a\n1\n", "no column `b`"),
        ("a,b,x\n1,2,3\n", "column `x`, which means nothing"),
        ("a,b,a\n1,2,3\n", "the column `a` twice"),
        ("a,b,\n1,2,\n", "column 3 has no name"),
        ("a,b;c\n1,2;3\n", "column `b;c`"),
        ("a,b\n1,2,3\n", "line 2: 3 cells"),
        ("a,b\n1,2\n3\n", "line 3: 1 cells"),
        ("a,b\n1;2\n", "line 2: 1 cells"),
        ("a,b\n1,2\n\n3,4,\n", "line 4: 3 cells"),
        ("a,b\n1,\"2\n3,4\n", "line 2: a quote is opened here and never closed"),
        ("a,b\n\"1\n2\",3\n4,\"5\n", "line 4: a quote is opened here"),
        ("a,b\n1,2\"3\"\n", "line 2: a quote inside a cell"),
        ("a,b\n1, \"2\"\n", "line 2: a quote inside a cell"),
        ("a,b\n\"1\"2,3\n", "line 2: something stands behind a closing quote"),
        ("a,b\n\"1\" ,3\n", "line 2: something stands behind a closing quote"),
        ("a,b\r1,2\r", "line 1: the line ends as on an old Macintosh"),
        ("a,b\n1,2\u{0}\n", "UTF-16 without the mark"),
        ("a,b\n1,2\u{7}\n", "line 2: it has a control character"),
        ("a,b\n1,2\u{fffd}\n", "line 2: a letter was lost"),
        ("a,b\n1,2\n\u{feff}a,b\n", "line 3: a byte-order mark in the middle"),
        ("sep=;\na,b\n1,2\n", "doesn't name the columns"),
        ("<html><table><tr><td>a", "web page"),
        ("PK\u{3}\u{4}rest", "workbook"),
        ("%PDF-1.7", "PDF"),
    ] {
        let fault = cells(text).unwrap_err();
        assert!(fault.contains(told), "{text:?}: {fault}");
    }
    for (bytes, told) in [
        (
            b"a,b\n1,2\nC\xf4ng \xf0o\xe0n,3\n".as_slice(),
            "line 3: it isn't in UTF-8 (byte F4); probably in Windows-1258",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel workbook (.xls)"),
        (b"\xff\xfea\0,\0b", "cut off"),
        (b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
        (b"a\0,\0b\0\n\0", "UTF-16 without the mark"),
        (b"\xff\xfe\x00\xd8a\0", "half a letter"),
    ] {
        let fault = cells(bytes).unwrap_err();
        assert!(fault.contains(told), "{bytes:?}: {fault}");
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::string::string_regex("[a-zA-ZđĐêệỹ0-9 ,;\"'\t\n.–-]{0,12}").expect("a pattern"),
        proptest::string::string_regex("[0-9]{0,9}").expect("a pattern"),
    ]
}

fn written(rows: &[[String; 3]], separator: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    writer.write_record(["a", "b", "c"]).expect("memory takes it");
    for row in rows {
        writer.write_record(row).expect("memory takes it");
    }
    writer.into_inner().expect("memory takes it")
}

proptest! {
    #[test]
    fn what_a_strict_writer_wrote_reads_back(
        rows in proptest::collection::vec([cell(), cell(), cell()], 1..8),
        separator in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
    ) {
        let filled: Vec<Vec<String>> =
            rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).map(|row| row.to_vec()).collect();
        match cells(written(&rows, separator)) {
            Ok(read) => prop_assert_eq!(read, filled),
            Err(fault) => prop_assert!(filled.is_empty(), "{}", fault),
        }
    }

    /// Whatever is done to a file: it is read in the shape that it has, or not at all.
    #[test]
    fn a_damaged_file_is_never_read_in_part(
        rows in proptest::collection::vec([cell(), cell(), cell()], 1..8),
        at in any::<proptest::sample::Index>(),
        with in prop_oneof![Just("\""), Just(","), Just("\n"), Just("\r"), Just(""), Just("x"), Just("\"\"")],
        takes in 0usize..3,
    ) {
        let text = String::from_utf8(written(&rows, b',')).expect("it is text");
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let from = at.index(places.len());
        let to = places.get(from + takes).copied().unwrap_or(text.len());
        let damaged = format!("{}{with}{}", &text[..places[from]], &text[to..]);
        if let Ok(read) = cells(&damaged) {
            // As the other reader has it, which takes anything: no cell is another's, none is missing.
            let mut lenient = csv::ReaderBuilder::new().flexible(true).from_reader(damaged.as_bytes());
            let all: Vec<Vec<String>> = lenient
                .records()
                .map(|row| row.expect("it is text").iter().map(str::to_owned).collect::<Vec<_>>())
                .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
                .collect();
            prop_assert_eq!(read, all);
        }
    }

    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _told_or_read = cells(bytes);
    }
}
