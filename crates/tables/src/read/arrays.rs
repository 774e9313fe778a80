//! Columns of Arrow of any width as labels or as numbers.
//!
//! The crate of Arrow that casts any column into any other one takes longer to compile than all that is read here.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, downcast_dictionary_array};
use arrow_schema::DataType;

/// The cells as numbers, in the order of the rows; none if the column holds no numbers. A missing cell is any number.
pub(super) fn numbers(cells: &ArrayRef) -> Option<Vec<f64>> {
    let scaled = |values: Vec<f64>, scale: i8| {
        let one = 10_f64.powi(scale.into());
        values.into_iter().map(|value| value / one).collect()
    };
    Some(match cells.data_type() {
        DataType::Int8 => primitive::<Int8Type>(cells, f64::from),
        DataType::Int16 => primitive::<Int16Type>(cells, f64::from),
        DataType::Int32 => primitive::<Int32Type>(cells, f64::from),
        DataType::Int64 => primitive::<Int64Type>(cells, |value| value as f64),
        DataType::UInt8 => primitive::<UInt8Type>(cells, f64::from),
        DataType::UInt16 => primitive::<UInt16Type>(cells, f64::from),
        DataType::UInt32 => primitive::<UInt32Type>(cells, f64::from),
        DataType::UInt64 => primitive::<UInt64Type>(cells, |value| value as f64),
        DataType::Float16 => primitive::<Float16Type>(cells, f64::from),
        DataType::Float32 => primitive::<Float32Type>(cells, f64::from),
        DataType::Float64 => primitive::<Float64Type>(cells, |value| value),
        DataType::Decimal32(_, scale) => scaled(primitive::<Decimal32Type>(cells, f64::from), *scale),
        DataType::Decimal64(_, scale) => {
            scaled(primitive::<Decimal64Type>(cells, |value| value as f64), *scale)
        }
        DataType::Decimal128(_, scale) => {
            scaled(primitive::<Decimal128Type>(cells, |value| value as f64), *scale)
        }
        _ => return None,
    })
}

/// The cells as labels, in the order of the rows; none if the column holds neither text nor whole numbers. A missing cell is any
/// label.
pub(super) fn labels(cells: &ArrayRef) -> Option<Vec<String>> {
    let text = |label: Option<&str>| label.unwrap_or_default().to_owned();
    Some(match cells.data_type() {
        DataType::Utf8 => cells.as_string::<i32>().iter().map(text).collect(),
        DataType::LargeUtf8 => cells.as_string::<i64>().iter().map(text).collect(),
        DataType::Utf8View => cells.as_string_view().iter().map(text).collect(),
        DataType::Int8 => whole::<Int8Type>(cells),
        DataType::Int16 => whole::<Int16Type>(cells),
        DataType::Int32 => whole::<Int32Type>(cells),
        DataType::Int64 => whole::<Int64Type>(cells),
        DataType::UInt8 => whole::<UInt8Type>(cells),
        DataType::UInt16 => whole::<UInt16Type>(cells),
        DataType::UInt32 => whole::<UInt32Type>(cells),
        DataType::UInt64 => whole::<UInt64Type>(cells),
        DataType::Dictionary(_, _) => {
            let (words, keys) = downcast_dictionary_array!(
                cells => (labels(cells.values())?, cells.keys_iter().collect::<Vec<_>>()),
                _ => return None
            );
            keys.into_iter().map(|key| key.map(|key| words[key].clone()).unwrap_or_default()).collect()
        }
        _ => return None,
    })
}

fn primitive<T: ArrowPrimitiveType>(cells: &ArrayRef, number: impl Fn(T::Native) -> f64) -> Vec<f64> {
    cells.as_primitive::<T>().values().iter().map(|value| number(*value)).collect()
}

fn whole<T: ArrowPrimitiveType>(cells: &ArrayRef) -> Vec<String>
where
    T::Native: std::fmt::Display,
{
    cells.as_primitive::<T>().values().iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{
        BooleanArray, Decimal128Array, DictionaryArray, Float32Array, Int16Array, StringArray,
        StringViewArray, UInt64Array,
    };

    use super::*;

    fn column(array: impl Array + 'static) -> ArrayRef {
        Arc::new(array)
    }

    #[test]
    fn numbers_of_every_width_are_numbers() {
        assert_eq!(numbers(&column(Int16Array::from(vec![-3, 7]))), Some(vec![-3.0, 7.0]));
        assert_eq!(numbers(&column(UInt64Array::from(vec![1 << 53]))), Some(vec![9_007_199_254_740_992.0]));
        assert_eq!(numbers(&column(Float32Array::from(vec![0.5, 1.25]))), Some(vec![0.5, 1.25]));
        let price =
            Decimal128Array::from(vec![1999, -5]).with_precision_and_scale(10, 2).expect("two decimals fit");
        assert_eq!(numbers(&column(price)), Some(vec![19.99, -0.05]));
        assert_eq!(numbers(&column(StringArray::from(vec!["1"]))), None);
        assert_eq!(numbers(&column(BooleanArray::from(vec![true]))), None);
    }

    #[test]
    fn text_dictionaries_and_whole_numbers_are_labels() {
        let words = |list: [&str; 2]| Some(list.map(str::to_owned).to_vec());
        assert_eq!(labels(&column(StringArray::from(vec!["DEU", "FRA"]))), words(["DEU", "FRA"]));
        assert_eq!(labels(&column(StringViewArray::from(vec!["DEU", "FRA"]))), words(["DEU", "FRA"]));
        let codes: DictionaryArray<Int32Type> = ["FRA", "DEU"].into_iter().collect();
        assert_eq!(labels(&column(codes)), words(["FRA", "DEU"]));
        assert_eq!(labels(&column(Int16Array::from(vec![12, 3]))), words(["12", "3"]));
        assert_eq!(labels(&column(Float32Array::from(vec![1.0]))), None);
    }
}
