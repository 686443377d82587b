//! Writing: what serde asks of a format, onto the end of one text.

use super::Unfit;
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt::Write as _;

/// The value in JSON, without white space.
///
/// # Panics
/// If it holds a number with a fraction, bytes, or a map whose keys aren't text: nothing that a device writes does.
pub fn write<T: Serialize + ?Sized>(value: &T) -> String {
    written(value, false)
}

/// The value in JSON, in lines and with two spaces for each level.
///
/// # Panics
/// As [`write`].
pub fn write_for_people<T: Serialize + ?Sized>(value: &T) -> String {
    written(value, true)
}

fn written<T: Serialize + ?Sized>(value: &T, in_lines: bool) -> String {
    let mut writer = Writer { text: String::new(), in_lines, deep: 0, first: true };
    if value.serialize(&mut writer).is_err() {
        panic!("the types that a device writes hold nothing that it can't");
    }
    writer.text
}

struct Writer {
    text: String,
    in_lines: bool,
    deep: usize,
    /// Whether the list or object that was opened last has no entry yet.
    first: bool,
}

type Wrote<T = ()> = Result<T, Unfit>;

impl Writer {
    fn open(&mut self, bracket: char) -> &mut Self {
        self.text.push(bracket);
        self.deep += 1;
        self.first = true;
        self
    }

    fn close(&mut self, bracket: char) -> Wrote {
        self.deep -= 1;
        if !self.first {
            self.line();
        }
        self.first = false;
        self.text.push(bracket);
        Ok(())
    }

    /// Before an entry of a list or object.
    fn entry(&mut self) {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
        self.line();
    }

    fn line(&mut self) {
        if self.in_lines {
            self.text.push('\n');
            for _ in 0..self.deep {
                self.text.push_str("  ");
            }
        }
    }

    fn colon(&mut self) {
        self.text.push_str(if self.in_lines { ": " } else { ":" });
    }

    fn member(&mut self, name: &str) {
        self.entry();
        self.string(name);
        self.colon();
    }

    fn string(&mut self, said: &str) {
        self.text.push('"');
        for c in said.chars() {
            let short = match c {
                '"' | '\\' => c,
                '\u{8}' => 'b',
                '\u{c}' => 'f',
                '\n' => 'n',
                '\r' => 'r',
                '\t' => 't',
                '\0'..' ' => 'u',
                _ => {
                    self.text.push(c);
                    continue;
                }
            };
            self.text.push('\\');
            self.text.push(short);
            if short == 'u' {
                let digit = |number| char::from_digit(number, 16).unwrap_or('0');
                self.text.push_str("00");
                self.text.extend([digit(u32::from(c) >> 4), digit(u32::from(c) & 15)]);
            }
        }
        self.text.push('"');
    }

    fn below(&mut self, number: i64) -> Wrote {
        write!(self.text, "{number}").map_err(|_| Unfit)
    }

    fn number(&mut self, number: u64) -> Wrote {
        write!(self.text, "{number}").map_err(|_| Unfit)
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = &'w mut Writer;
    type SerializeTuple = &'w mut Writer;
    type SerializeTupleStruct = &'w mut Writer;
    type SerializeTupleVariant = InVariant<'w>;
    type SerializeMap = &'w mut Writer;
    type SerializeStruct = &'w mut Writer;
    type SerializeStructVariant = InVariant<'w>;

    fn serialize_bool(self, flag: bool) -> Wrote {
        self.text.push_str(if flag { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Wrote {
        self.below(number.into())
    }

    fn serialize_i16(self, number: i16) -> Wrote {
        self.below(number.into())
    }

    fn serialize_i32(self, number: i32) -> Wrote {
        self.below(number.into())
    }

    fn serialize_i64(self, number: i64) -> Wrote {
        self.below(number)
    }

    fn serialize_u8(self, number: u8) -> Wrote {
        self.number(number.into())
    }

    fn serialize_u16(self, number: u16) -> Wrote {
        self.number(number.into())
    }

    fn serialize_u32(self, number: u32) -> Wrote {
        self.number(number.into())
    }

    fn serialize_u64(self, number: u64) -> Wrote {
        self.number(number)
    }

    fn serialize_f32(self, _: f32) -> Wrote {
        Err(Unfit)
    }

    fn serialize_f64(self, _: f64) -> Wrote {
        Err(Unfit)
    }

    fn serialize_char(self, c: char) -> Wrote {
        self.serialize_str(c.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, said: &str) -> Wrote {
        self.string(said);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Wrote {
        Err(Unfit)
    }

    fn serialize_none(self) -> Wrote {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Wrote {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Wrote {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Wrote {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Wrote {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Wrote {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Wrote {
        self.open('{').member(variant);
        value.serialize(&mut *self)?;
        self.close('}')
    }

    fn serialize_seq(self, _: Option<usize>) -> Wrote<&'w mut Writer> {
        Ok(self.open('['))
    }

    fn serialize_tuple(self, _: usize) -> Wrote<&'w mut Writer> {
        Ok(self.open('['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Wrote<&'w mut Writer> {
        Ok(self.open('['))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Wrote<InVariant<'w>> {
        self.open('{').member(variant);
        Ok(InVariant(self.open('[')))
    }

    fn serialize_map(self, _: Option<usize>) -> Wrote<&'w mut Writer> {
        Ok(self.open('{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Wrote<&'w mut Writer> {
        Ok(self.open('{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Wrote<InVariant<'w>> {
        self.open('{').member(variant);
        Ok(InVariant(self.open('{')))
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Wrote {
        self.entry();
        value.serialize(&mut **self)
    }

    fn end(self) -> Wrote {
        self.close(']')
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Wrote {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Wrote {
        self.close(']')
    }
}

impl SerializeTupleStruct for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Wrote {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Wrote {
        self.close(']')
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Wrote {
        self.entry();
        let start = self.text.len();
        key.serialize(&mut **self)?;
        if self.text.as_bytes()[start] == b'"' { Ok(()) } else { Err(Unfit) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Wrote {
        self.colon();
        value.serialize(&mut **self)
    }

    fn end(self) -> Wrote {
        self.close('}')
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Wrote {
        self.member(name);
        value.serialize(&mut **self)
    }

    fn end(self) -> Wrote {
        self.close('}')
    }
}

/// In the object or list of a variant, which stands in an object of its own.
struct InVariant<'w>(&'w mut Writer);

impl SerializeTupleVariant for InVariant<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Wrote {
        SerializeSeq::serialize_element(&mut self.0, value)
    }

    fn end(self) -> Wrote {
        self.0.close(']')?;
        self.0.close('}')
    }
}

impl SerializeStructVariant for InVariant<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Wrote {
        SerializeStruct::serialize_field(&mut self.0, name, value)
    }

    fn end(self) -> Wrote {
        self.0.close('}')?;
        self.0.close('}')
    }
}
