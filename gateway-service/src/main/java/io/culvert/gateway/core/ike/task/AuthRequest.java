package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.auth.Identity;
import io.culvert.gateway.core.ike.payload.AuthPayload;
import io.culvert.gateway.core.ike.payload.IdPayload;
import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.SaPayload;
import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.wire.AuthMethod;
import io.culvert.gateway.core.wire.NotifyType;
import java.util.List;
import java.util.Optional;

/**
 * What a peer says in IKE_AUTH before anything of it is proven.
 *
 * @param payloads the whole request
 * @param id who it claims to be
 * @param wanted which of our identities it asks for (RFC 7296 §1.2)
 * @param auth its proof; empty where it wants EAP, which we do not do
 */
public record AuthRequest(
    PayloadList payloads, IdPayload id, Optional<IdPayload> wanted, Optional<AuthPayload> auth) {
  /** Reads a request; empty without IDi. */
  public static Optional<AuthRequest> read(PayloadList payloads) {
    return payloads
        .all(IdPayload.class)
        .filter(IdPayload::initiator)
        .findFirst()
        .map(
            id ->
                new AuthRequest(
                    payloads,
                    id,
                    payloads.all(IdPayload.class).filter(i -> !i.initiator()).findFirst(),
                    payloads.first(AuthPayload.class)));
  }

  /** The identity, or why it cannot be one of a tunnel. */
  public Identity.Reading identity() {
    return Identity.read(id);
  }

  /** The gateway identity asked for, when it can be one. */
  public Optional<Identity> wantedIdentity() {
    return wanted.map(Identity::read).flatMap(AuthRequest::known);
  }

  /** How it proves who it is; empty for EAP and for a method we do not know. */
  public Optional<AuthMethod> authMethod() {
    return auth.flatMap(proof -> AuthMethod.of(proof.method()));
  }

  /** The same in text. */
  public String authText() {
    return auth.map(
            proof -> authMethod().map(AuthMethod::name).orElse("AUTH method " + proof.method()))
        // RFC 7296 §2.16: leaving out AUTH asks for EAP
        .orElse("EAP");
  }

  /** Whether it leaves the child SA for later (RFC 6023 §3). */
  public boolean childless() {
    return payloads.first(SaPayload.class).isEmpty() && payloads.first(TsPayload.class).isEmpty();
  }

  /** The same request, as if it left the child SA for later. */
  public AuthRequest withoutChild() {
    List<Payload> rest =
        payloads.all().stream()
            .filter(p -> !(p instanceof SaPayload) && !(p instanceof TsPayload))
            .toList();
    return new AuthRequest(new PayloadList(rest), id, wanted, auth);
  }

  /** Whether the peer says that it has no other IKE SA (RFC 7296 §2.4). */
  public boolean initialContact() {
    return payloads.has(NotifyType.INITIAL_CONTACT);
  }

  /** The post-quantum pre-shared key the peer names (RFC 8784 §3). */
  public Optional<NotifyPayload> namedPpk() {
    return payloads.notifies(NotifyType.PPK_IDENTITY).findFirst();
  }

  /** The proof for one who does not have that key, where the peer would go on without it. */
  Optional<AuthPayload> authWithoutPpk() {
    return payloads
        .notifies(NotifyType.NO_PPK_AUTH)
        .findFirst()
        .flatMap(n -> auth.map(a -> new AuthPayload(a.method(), n.data())));
  }

  static Optional<Identity> known(Identity.Reading reading) {
    return switch (reading) {
      case Identity.Reading.Known known -> Optional.of(known.identity());
      case Identity.Reading.Refused _ -> Optional.empty();
    };
  }
}
