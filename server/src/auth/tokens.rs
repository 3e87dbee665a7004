//! Access tokens: short-lived JWTs that name a sign-in. They say who, never what is allowed.

use chrono::Duration;
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation, crypto, decode, encode};
use model::{SignInId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::signatures::{self, ALGORITHM};

/// How long an access token lasts.
pub const LIFETIME: Duration = Duration::minutes(10);
const LEEWAY_SECONDS: i64 = 10;
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
        signatures::provide();
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
    use jsonwebtoken::Algorithm;
    use proptest::{collection::vec, prelude::*, sample::Index};
    use ring::hmac;
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
        signatures::provide();
        encode(header, claims, &EncodingKey::from_secret(SECRET)).unwrap()
    }

    /// By our secret, but in another way than ours.
    fn signed_with_sha512(claims: &Value) -> String {
        let header = json!({"alg": Algorithm::HS512, "typ": KIND}).to_string();
        let [header, claims] = [header, claims.to_string()].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part));
        let message = format!("{header}.{claims}");
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA512, SECRET), message.as_bytes());
        format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }

    /// The example of RFC 7515, A.1.
    #[test]
    fn signatures_are_those_of_the_standard() {
        signatures::provide();
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
        let key = decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        let message = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let signature = crypto::sign(message.as_bytes(), &EncodingKey::from_secret(&key), ALGORITHM).unwrap();
        assert_eq!(signature, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let check = |signature: &str| {
            crypto::verify(signature, message.as_bytes(), &DecodingKey::from_secret(&key), ALGORITHM).unwrap()
        };
        assert!(check(&signature) && !check(&signature.replace('d', "e")));
    }

    #[test]
    fn nothing_is_signed_in_another_way() {
        signatures::provide();
        assert!(encode(&Header::new(Algorithm::HS384), &claims(), &EncodingKey::from_secret(SECRET)).is_err());
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
            signed_with_sha512(&claims()),
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
