//! Who is asking: passwords, tokens, cookies, and the identity that follows from them.

pub mod address;
pub mod cookies;
pub mod identity;
pub mod pace;
pub mod passwords;
pub mod signatures;
pub mod tokens;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

/// Letters and digits that cannot be mistaken for each other when read aloud or typed.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// 256 random bits as text: for secrets and refresh tokens.
pub fn random_text() -> anyhow::Result<String> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<32>()?))
}

/// A code that a person can type, with 80 random bits: `ABCD-EFGH-JKLM-NPQR`.
pub fn random_code() -> anyhow::Result<String> {
    let letters = random_bytes::<16>()?.map(|byte| char::from(CODE_LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

/// 128 random bits in hex: for ids and nonces.
#[expect(clippy::expect_used, reason = "a system without randomness cannot serve anybody")]
pub fn random_id() -> String {
    let bits = u128::from_ne_bytes(random_bytes().expect("the system has randomness"));
    format!("{bits:032x}")
}

fn random_bytes<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
    Ok(bytes)
}
