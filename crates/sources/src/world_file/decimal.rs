//! The encoding `decimal4`: cells of at most four significant decimal digits, compressed.
//!
//! A cell is `m × 10^e` with `1000 ≤ m ≤ 9999`, or zero. The zstd frame holds three planes: the exponents
//! of all cells (one signed byte each, −128 for a zero cell), then the low bytes and the high bytes of
//! the mantissas of the cells that are not zero. Planes compress better than numbers side by side.

use std::io::Read;

/// Marks a zero cell in the plane of exponents.
const ZERO: i8 = i8::MIN;
const ZERO_BYTE: u8 = ZERO.to_le_bytes()[0];
/// Powers of ten up to here are exact in floating point, so that decoding rounds once.
const LARGEST_EXPONENT: i8 = 22;
const COMPRESSION_LEVEL: i32 = 19;

/// Rounds to so many significant decimal digits, at least one; ties to even.
pub(crate) fn round(value: f64, digits: usize) -> f64 {
    let text = format!("{value:.*e}", digits - 1);
    if value.is_finite() { text.parse().unwrap_or(value) } else { value }
}

/// The compressed planes; none if some cell is negative, has more digits or too large an exponent.
pub(super) fn encode(values: &[f64]) -> Option<Vec<u8>> {
    let (mut exponents, mut low, mut high) = (Vec::with_capacity(values.len()), Vec::new(), Vec::new());
    for &value in values {
        let (mantissa, exponent) = parts(value)?;
        exponents.push(exponent.to_le_bytes()[0]);
        if exponent != ZERO {
            let [l, h] = mantissa.to_le_bytes();
            low.push(l);
            high.push(h);
        }
    }
    exponents.extend(low);
    exponents.extend(high);
    zstd::bulk::compress(&exponents, COMPRESSION_LEVEL).ok()
}

/// The cells, `count` of them; none if the bytes are not those of [`encode`].
pub(super) fn decode(bytes: &[u8], count: usize) -> Option<Vec<f64>> {
    let planes = decompress(bytes, count.checked_mul(3)?)?;
    let (exponents, mantissas) = planes.split_at_checked(count)?;
    let filled = exponents.iter().filter(|&&exponent| exponent != ZERO_BYTE).count();
    let scales = Scales::new();
    if mantissas.len() != 2 * filled || !exponents.iter().all(|&exponent| scales.is_legal(exponent)) {
        return None;
    }
    let (low, high) = mantissas.split_at(filled);
    let mantissa = low.iter().zip(high).map(|(&low, &high)| u16::from_le_bytes([low, high]));
    // one more, for the zero cells after the last cell that is filled
    let mantissa: Vec<u16> = mantissa.chain([0]).collect();
    let mut next = 0;
    let cell = |&exponent: &u8| {
        let value = scales.apply(f64::from(mantissa[next]), exponent);
        // no branch: whether a cell is zero cannot be foreseen
        next += usize::from(exponent != ZERO_BYTE);
        value
    };
    Some(exponents.iter().map(cell).collect())
}

/// At most `most` bytes; none if there are more.
fn decompress(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    // a forged shape must not reserve memory that the bytes cannot fill
    let mut planes = Vec::with_capacity(most.min(bytes.len().saturating_mul(8)));
    let decoder = zstd::stream::read::Decoder::with_buffer(bytes).ok()?;
    decoder.take(most as u64 + 1).read_to_end(&mut planes).ok()?;
    (planes.len() <= most).then_some(planes)
}

/// The factor and the divisor of each exponent byte; one of the two is one, so that cells round once.
struct Scales {
    factor: [f64; 256],
    divisor: [f64; 256],
}

impl Scales {
    fn new() -> Self {
        let mut scales = Self { factor: [f64::NAN; 256], divisor: [1.0; 256] };
        for exponent in -LARGEST_EXPONENT..=LARGEST_EXPONENT {
            let byte = usize::from(exponent.to_le_bytes()[0]);
            scales.factor[byte] = power_of_ten(exponent.max(0));
            scales.divisor[byte] = power_of_ten((-exponent).max(0));
        }
        scales.factor[usize::from(ZERO_BYTE)] = 0.0;
        scales
    }

    /// Whether the exponent is one that [`encode`] writes.
    fn is_legal(&self, exponent: u8) -> bool {
        !self.factor[usize::from(exponent)].is_nan()
    }

    fn apply(&self, mantissa: f64, exponent: u8) -> f64 {
        let at = usize::from(exponent);
        mantissa * self.factor[at] / self.divisor[at]
    }
}

fn power_of_ten(exponent: i8) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

fn parts(value: f64) -> Option<(u16, i8)> {
    if value == 0.0 {
        return Some((0, ZERO));
    }
    // `d.ddde±x`
    let text = format!("{value:.3e}");
    let (digits, exponent) = text.split_once('e')?;
    let mantissa: u16 = digits.replace('.', "").parse().ok()?;
    let exponent: i8 = exponent.parse::<i16>().ok()?.checked_sub(3)?.try_into().ok()?;
    let legal = text.parse() == Ok(value) && (-LARGEST_EXPONENT..=LARGEST_EXPONENT).contains(&exponent);
    legal.then_some((mantissa, exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_come_back_exactly() {
        let values: Vec<f64> = ["0", "0.05123", "1", "12340000", "9.999e-7", "1e22", "0.3", "7777"]
            .map(|v| v.parse().unwrap())
            .into();
        let bytes = encode(&values).unwrap();
        assert_eq!(decode(&bytes, values.len()).unwrap(), values);
    }

    #[test]
    fn what_four_digits_cannot_hold_is_refused() {
        for value in [1.2345, -1.0, f64::NAN, f64::INFINITY, 1e30, 1e-25, 1.0 / 3.0] {
            assert!(encode(&[value]).is_none(), "{value}");
        }
    }

    #[test]
    fn rounding_is_to_the_nearest() {
        assert_eq!(round(12.3456, 4), 12.35);
        assert_eq!(round(99999.0, 4), 100000.0);
        assert_eq!(round(-0.0123456789, 6), -0.0123457);
        assert_eq!(round(0.0, 4), 0.0);
    }

    #[test]
    fn damaged_planes_are_refused() {
        let bytes = encode(&[1.0, 2.0, 0.0]).unwrap();
        assert!(decode(&bytes, 2).is_none());
        assert!(decode(&bytes, 4).is_none());
        assert!(decode(&bytes[..bytes.len() - 3], 3).is_none());
    }

    proptest::proptest! {
        #[test]
        fn no_planes_whatever_do_harm(planes in proptest::collection::vec(0_u8.., 0..64), count in 0_usize..40) {
            let bytes = zstd::bulk::compress(&planes, 1).unwrap();
            if let Some(values) = decode(&bytes, count) {
                proptest::prop_assert_eq!(values.len(), count);
                proptest::prop_assert!(values.iter().all(|value| value.is_finite()));
            }
            proptest::prop_assert!(decode(&planes, count).is_none_or(|values| values.len() == count));
        }
    }
}
