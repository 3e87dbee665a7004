//! What signs access tokens and checks them: HMAC with SHA-256 by `ring`, which the driver of MongoDB brings along. The
//! providers of `jsonwebtoken` would bring another cryptography, for algorithms that no token of ours has.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
};
use ring::hmac::{self, HMAC_SHA256, Key};
use signature::{Signer, Verifier};

/// The one algorithm of our tokens.
pub const ALGORITHM: Algorithm = Algorithm::HS256;

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(Hs256(signing_key(*algorithm, key)?))),
    verifier_factory: |algorithm, key| Ok(Box::new(Hs256(checking_key(*algorithm, key)?))),
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it what `jsonwebtoken` works with. Whoever comes first does it for all.
pub fn provide() {
    let _ = PROVIDER.install_default();
}

struct Hs256(Key);

fn signing_key(algorithm: Algorithm, key: &EncodingKey) -> Result<Key, Error> {
    hmac_key(algorithm, key.family(), Ok(key.as_bytes()))
}

fn checking_key(algorithm: Algorithm, key: &DecodingKey) -> Result<Key, Error> {
    hmac_key(algorithm, key.family(), key.try_get_as_bytes())
}

fn hmac_key(algorithm: Algorithm, family: AlgorithmFamily, secret: Result<&[u8], Error>) -> Result<Key, Error> {
    if algorithm != ALGORITHM {
        return Err(ErrorKind::UnsupportedAlgorithm.into());
    }
    if family != AlgorithmFamily::Hmac {
        return Err(ErrorKind::InvalidKeyFormat.into());
    }
    Ok(Key::new(HMAC_SHA256, secret?))
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        // In a time that does not tell how much of it is right.
        hmac::verify(&self.0, message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        ALGORITHM
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        ALGORITHM
    }
}
