//! Nested rules of integration: each level keeps the nodes of the one before.
//!
//! Gauss's rule of three nodes and its optimal extensions to seven (Kronrod 1965) and fifteen [Patterson 1968, table M],
//! on [0, 1].

/// Nodes in the order in which the levels need them.
pub(super) const NODES: [f64; 15] = [
    0.5,
    0.112_701_665_379_258_31,
    0.887_298_334_620_741_7,
    0.019_754_365_645_989_858,
    0.282_878_125_326_598_7,
    0.717_121_874_673_401_3,
    0.980_245_634_354_010_1,
    0.003_084_018_393_622_488,
    0.055_770_383_563_871_5,
    0.189_448_526_631_386_8,
    0.388_306_656_785_516_57,
    0.611_693_343_214_483_4,
    0.810_551_473_368_613,
    0.944_229_616_436_128_5,
    0.996_915_981_606_377_6,
];

/// Weights of the first three, seven and fifteen nodes: exact for polynomials of degree 5, 11 and 23.
pub(super) const LEVELS: [&[f64]; 3] = [
    &[0.444_444_444_444_444_4, 0.277_777_777_777_777_8, 0.277_777_777_777_777_8],
    &[
        0.225_458_269_329_237_07,
        0.134_244_044_934_166_72,
        0.134_244_044_934_166_72,
        0.052_328_113_013_233_63,
        0.200_698_707_387_981_1,
        0.200_698_707_387_981_1,
        0.052_328_113_013_233_63,
    ],
    &[
        0.112_755_249_899_103_34,
        0.067_207_627_621_892_11,
        0.067_207_627_621_892_11,
        0.025_801_641_498_539_87,
        0.100_314_264_688_494_51,
        0.100_314_264_688_494_51,
        0.025_801_641_498_539_87,
        0.008_500_859_814_970_13,
        0.046_463_597_657_562_27,
        0.085_755_954_568_195_7,
        0.109_578_429_200_793_75,
        0.109_578_429_200_793_75,
        0.085_755_954_568_195_7,
        0.046_463_597_657_562_27,
        0.008_500_859_814_970_13,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_exact_for_polynomials() {
        for (weights, degree) in LEVELS.iter().zip([5, 11, 23]) {
            for power in 0..=degree {
                let integral: f64 =
                    weights.iter().zip(NODES).map(|(weight, node)| weight * node.powi(power)).sum();
                assert!((integral * f64::from(power + 1) - 1.0).abs() < 1e-13, "{power}: {integral}");
            }
        }
    }
}
