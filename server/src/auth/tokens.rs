//! Access tokens: short-lived JWTs that name a sign-in. They say who, never what is allowed.

use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, crypto, decode, encode};
use model::{SignInId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// How long an access token lasts.
pub const LIFETIME: Duration = Duration::minutes(10);
const LEEWAY_SECONDS: i64 = 10;
const ALGORITHM: Algorithm = Algorithm::HS256;
const KIND: &str = "at+jwt";
const ISSUER: &str = "vedetta";
const AUDIENCE: &str = "vedetta-api";
/// Far longer than any of ours; a token of a megabyte is not even decoded.
const LONGEST: usize = 2048;

/// Makes and reads access tokens.
pub struct Tokens {
    sign: EncodingKey,
    check: DecodingKey,
    rules: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    /// The sign-in.
    sid: SignInId,
    iat: i64,
    exp: i64,
}

impl Tokens {
    pub fn new(secret: &[u8]) -> Self {
        let mut rules = Validation::new(ALGORITHM);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        // The end is checked below, against the clock that the rest of the server goes by.
        rules.validate_exp = false;
        Self { sign: EncodingKey::from_secret(secret), check: DecodingKey::from_secret(secret), rules }
    }

    /// A token for a sign-in, valid from now on.
    pub fn issue(&self, user: &UserId, sign_in: &SignInId, now: Timestamp) -> anyhow::Result<String> {
        let header = Header { typ: Some(KIND.into()), ..Header::new(ALGORITHM) };
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: user.clone(),
            sid: sign_in.clone(),
            iat: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
        };
        Ok(encode(&header, &claims, &self.sign)?)
    }

    /// The refresh token that follows another. It can be told again as long as the first one is: an answer that is lost on
    /// its way must not end a sign-in. The colon keeps it apart from what is signed in a JWT.
    pub fn refresh_after(&self, refresh_token: &str) -> anyhow::Result<String> {
        Ok(crypto::sign(format!("refresh:{refresh_token}").as_bytes(), &self.sign, ALGORITHM)?)
    }

    /// The user and sign-in that a token names, if it is one of ours and still lasts.
    pub fn read(&self, token: &str, now: Timestamp) -> Option<(UserId, SignInId)> {
        if token.len() > LONGEST {
            return None;
        }
        let data = decode::<Claims>(token, &self.check, &self.rules).ok()?;
        let Claims { sub, sid, iat, exp, .. } = data.claims;
        let now = now.timestamp();
        let lasts = now < exp.saturating_add(LEEWAY_SECONDS) && now > iat.saturating_sub(LEEWAY_SECONDS);
        (lasts && data.header.typ.as_deref() == Some(KIND)).then_some((sub, sid))
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    use proptest::{collection::vec, prelude::*, sample::Index};
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(1_750_000_000 + seconds, 0).unwrap()
    }

    fn claims() -> Value {
        json!({"iss": ISSUER, "aud": AUDIENCE, "sub": "u", "sid": "s", "iat": at(0).timestamp(), "exp": at(600).timestamp()})
    }

    fn signed(header: &Header, claims: &Value) -> String {
        encode(header, claims, &EncodingKey::from_secret(SECRET)).unwrap()
    }

    fn ours() -> Header {
        Header { typ: Some(KIND.into()), ..Header::new(ALGORITHM) }
    }

    fn is_taken(token: &str) -> bool {
        Tokens::new(SECRET).read(token, at(1)).is_some()
    }

    #[test]
    fn a_token_lasts_ten_minutes() {
        let tokens = Tokens::new(SECRET);
        let (user, sign_in) = (UserId::new("u").unwrap(), SignInId::new("s").unwrap());
        let token = tokens.issue(&user, &sign_in, at(0)).unwrap();
        assert_eq!(tokens.read(&token, at(0)), Some((user, sign_in)));
        assert!(tokens.read(&token, at(609)).is_some());
        assert!(tokens.read(&token, at(610)).is_none());
        assert!(tokens.read(&token, at(-11)).is_none());
    }

    #[test]
    fn forged_tokens_are_refused() {
        assert!(is_taken(&signed(&ours(), &claims())), "the forgeries below differ in one thing each");
        let [header, payload, signature] =
            signed(&ours(), &claims()).split('.').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
        let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        let swapped = BASE64_URL_SAFE_NO_PAD.encode(claims().to_string().replace("\"u\"", "\"admin\""));
        for token in [
            format!("{none}.{payload}."),
            format!("{none}.{payload}.{signature}"),
            format!("{header}.{swapped}.{signature}"),
            format!("{header}.{payload}"),
            String::new(),
            "a.b.c".into(),
            "x".repeat(1 << 20),
            signed(&Header { typ: Some(KIND.into()), ..Header::new(Algorithm::HS512) }, &claims()),
            signed(&Header::new(ALGORITHM), &claims()),
            encode(&ours(), &claims(), &EncodingKey::from_secret(b"another secret of thirty-two bytes")).unwrap(),
        ] {
            assert!(!is_taken(&token), "{}", &token[..token.len().min(80)]);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_refused(text in any::<String>(), parts in vec("[A-Za-z0-9_-]{0,40}", 0..5)) {
            prop_assert!(!is_taken(&text));
            prop_assert!(!is_taken(&parts.join(".")));
        }

        #[test]
        fn a_changed_bit_is_noticed(place in any::<Index>(), bit in 0_u32..8) {
            let mut bytes = signed(&ours(), &claims()).into_bytes();
            let place = place.index(bytes.len());
            bytes[place] ^= 1_u8 << bit;
            prop_assert!(!is_taken(&String::from_utf8_lossy(&bytes)), "{place} {bit}");
        }
    }

    #[test]
    fn each_claim_is_required_and_checked() {
        for (name, wrong) in [
            ("exp", json!("soon")),
            ("exp", Value::Null),
            ("aud", json!("another")),
            ("iss", json!("another")),
            ("sub", json!(7)),
            ("sid", Value::Null),
            ("iat", Value::Null),
        ] {
            let mut claims = claims();
            claims[name] = wrong.clone();
            if wrong.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            }
            assert!(!is_taken(&signed(&ours(), &claims)), "{name}: {wrong}");
        }
    }
}
