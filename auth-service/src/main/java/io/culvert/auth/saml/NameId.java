package io.culvert.auth.saml;

import org.jspecify.annotations.Nullable;

/**
 * A user's name at an identity provider (SAML Core §2.2.3). Two are the same only if all of it is
 * (§3.3.4), so whoever names the user to the identity provider again must say all of it.
 *
 * @param value the name itself
 * @param format its {@code Format}; null where the identity provider did not say, as with the rest
 * @param qualifier its {@code NameQualifier}
 * @param spQualifier its {@code SPNameQualifier}
 */
public record NameId(
    String value,
    @Nullable String format,
    @Nullable String qualifier,
    @Nullable String spQualifier) {}
