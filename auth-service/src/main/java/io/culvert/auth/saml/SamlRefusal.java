package io.culvert.auth.saml;

/** Why a document of an identity provider is refused, in words for the admin. */
public enum SamlRefusal {
  NOT_XML("The answer is not well-formed XML of a size that is accepted."),
  DOCTYPE("The answer has a document type declaration, which SAML never has."),
  COMMENT("The answer has comments or processing instructions, which can hide part of a name."),
  DUPLICATE_ID("Two elements of the answer have the same ID, or one has an ID of a foreign kind."),
  NOT_A_RESPONSE("The document is not a SAML 2.0 response."),
  STATUS("The identity provider refused the log-in."),
  ASSERTIONS("The answer must hold exactly one assertion, in its proper place."),
  NOT_SIGNED("Neither the response nor the assertion is signed."),
  SIGNATURE_PLACE("A signature is not where SAML puts it."),
  SIGNATURE_SHAPE("A signature has another shape than SAML allows."),
  SIGNATURE_ALGORITHM("A signature uses an algorithm that is not accepted, such as SHA-1."),
  SIGNATURE_WRONG("A signature does not verify with any certificate of the account."),
  ENCRYPTION_ALGORITHM("The assertion is encrypted by an algorithm that is not accepted."),
  ENCRYPTION_WRONG("The assertion cannot be decrypted with the key of this service."),
  ISSUER("The issuer is not the entity ID of the account."),
  DESTINATION("The response is destined for another address than this service's."),
  IN_RESPONSE_TO("The answer is not to the request that was sent."),
  SUBJECT("The assertion does not name its subject the way the profile asks for."),
  RECIPIENT("The assertion is for another recipient than this service."),
  AUDIENCE("The assertion is for another audience than this service."),
  NO_EXPIRY("The assertion does not say until when it may be used."),
  EXPIRED("The assertion may no longer be used; are both clocks right?"),
  NOT_YET_VALID("The assertion may not be used yet; are both clocks right?"),
  CONDITION("The assertion has a condition that is not understood."),
  NO_AUTHENTICATION("The assertion does not say that the user was authenticated."),
  USER_ID("The assertion lacks the attribute that names the user, or the name cannot be used.");

  private final String sentence;

  SamlRefusal(String sentence) {
    this.sentence = sentence;
  }

  /** What is wrong, in a sentence. */
  public String sentence() {
    return sentence;
  }
}
