//! Concordances: files of pairs by which the regions, and the sectors, of a world are merged.

use oblate_engine::aggregate_world;

use super::{WORLD, written};

pub fn tries(data: &[u8]) {
    let path = written("pairs.csv", data);
    for (regions, sectors) in [(Some(path.as_path()), None), (None, Some(path.as_path()))] {
        if let Err(error) = aggregate_world(&WORLD, regions, sectors, Some("merged")) {
            assert!(!error.to_string().is_empty());
        }
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    [
        "from,to\nR1,A\nR2,A\nR3,B\n",
        "from,to,name\nR1,A,First\nR2,A,First\nR3,R3,\n",
        "from,to\ns1,goods\ns2,goods\ns3,s3\n",
        "from,to\r\n\"s1\",\"s1\"\r\ns2,s2\r\ns3,s2\r\n",
        "from,to\nR1,WLD\nR2,all\nR3,@R\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
