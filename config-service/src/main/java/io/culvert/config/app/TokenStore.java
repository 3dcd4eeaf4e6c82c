package io.culvert.config.app;

import io.culvert.config.domain.ApiToken;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/** Where API tokens are kept, by the digest of their secret. */
public interface TokenStore {
  /** An id nobody has. */
  Uni<Long> nextId();

  /** Stores a new one; a conflict when a token of the tenant that is not revoked has the name. */
  Uni<Void> insert(ApiToken token, String digest);

  /** Writes a token that this transaction has locked; conflicts as with a new one. */
  Uni<Void> update(ApiToken token);

  Uni<Optional<ApiToken>> find(String tenant, long id);

  /** The token, locked until the transaction ends. */
  Uni<Optional<ApiToken>> lock(String tenant, long id);

  /** The token whose secret has that digest, whoever's it is. */
  Uni<Optional<ApiToken>> withDigest(String digest);

  /** Part of a tenant's tokens, in order of id. */
  Uni<Page<ApiToken>> list(String tenant, Page.Range range);

  /** How many a tenant has that are not revoked. */
  Uni<Long> count(String tenant);

  /** Notes uses by the token's id; one that is older than what is known changes nothing. */
  Uni<Void> used(SortedMap<Long, Instant> uses);

  /** Forgets tokens that were revoked or expired before then. */
  Uni<Void> forget(Instant before);
}
