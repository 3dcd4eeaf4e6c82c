package io.culvert.gateway.core.ike.message;

import io.culvert.gateway.core.ike.payload.NotifyPayload;
import io.culvert.gateway.core.ike.payload.Payload;
import io.culvert.gateway.core.ike.payload.UnsupportedPayload;
import io.culvert.gateway.core.wire.ExchangeType;
import io.culvert.gateway.core.wire.NotifyType;
import io.culvert.gateway.core.wire.PayloadType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which payloads each message of each exchange must and may carry (RFC 7296 §1.2 to §1.4, appendix
 * C). Whether the payloads fit each other, such as traffic selectors beside an SA, is for the
 * procedure that reads them.
 */
final class ExchangeRules {
  private static final int MANY = Integer.MAX_VALUE;

  /** How often a payload type may occur in a message. */
  private record Rule(PayloadType type, int min, int max) {}

  /** The rules of one kind of message, and whether all of it must be encrypted. */
  private record Table(boolean encrypted, List<Rule> rules) {}

  private static final Table SA_INIT_REQUEST =
      new Table(
          false,
          List.of(
              new Rule(PayloadType.SA, 1, 1),
              new Rule(PayloadType.KE, 1, 1),
              new Rule(PayloadType.NONCE, 1, 1),
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  private static final Table SA_INIT_RESPONSE =
      new Table(
          false,
          List.of(
              new Rule(PayloadType.SA, 1, 1),
              new Rule(PayloadType.KE, 1, 1),
              new Rule(PayloadType.NONCE, 1, 1),
              new Rule(PayloadType.CERTREQ, 0, MANY),
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  private static final Table AUTH_REQUEST =
      new Table(
          true,
          List.of(
              new Rule(PayloadType.ID_I, 1, 1),
              new Rule(PayloadType.ID_R, 0, 1),
              // No AUTH asks for EAP (RFC 7296 §2.16), which is for the procedure to refuse.
              new Rule(PayloadType.AUTH, 0, 1),
              new Rule(PayloadType.SA, 0, 1),
              new Rule(PayloadType.TS_I, 0, 1),
              new Rule(PayloadType.TS_R, 0, 1),
              new Rule(PayloadType.CERT, 0, MANY),
              new Rule(PayloadType.CERTREQ, 0, MANY),
              new Rule(PayloadType.CP, 0, 1),
              new Rule(PayloadType.EAP, 0, 1),
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  private static final Table AUTH_RESPONSE =
      new Table(
          true,
          List.of(
              new Rule(PayloadType.ID_R, 1, 1),
              new Rule(PayloadType.AUTH, 0, 1),
              new Rule(PayloadType.SA, 0, 1),
              new Rule(PayloadType.TS_I, 0, 1),
              new Rule(PayloadType.TS_R, 0, 1),
              new Rule(PayloadType.CERT, 0, MANY),
              new Rule(PayloadType.CP, 0, 1),
              new Rule(PayloadType.EAP, 0, 1),
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  private static final Table CREATE_CHILD =
      new Table(
          true,
          List.of(
              new Rule(PayloadType.SA, 1, 1),
              new Rule(PayloadType.NONCE, 1, 1),
              new Rule(PayloadType.KE, 0, 1),
              new Rule(PayloadType.TS_I, 0, 1),
              new Rule(PayloadType.TS_R, 0, 1),
              new Rule(PayloadType.CP, 0, 1),
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  private static final Table INFORMATIONAL =
      new Table(
          true,
          List.of(
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.DELETE, 0, MANY),
              new Rule(PayloadType.CP, 0, 1),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  // RFC 9370 §2.2.2: each carries one additional key exchange
  private static final Table INTERMEDIATE =
      new Table(
          true,
          List.of(
              new Rule(PayloadType.KE, 0, 1),
              new Rule(PayloadType.NOTIFY, 0, MANY),
              new Rule(PayloadType.VENDOR_ID, 0, MANY)));

  private ExchangeRules() {}

  /** Whether messages of this exchange come inside an SK payload. */
  static boolean encrypted(ExchangeType exchange) {
    return table(exchange, false).encrypted();
  }

  /** What a message breaks, in a few words; empty when it keeps the rules. */
  static Optional<String> violation(
      ExchangeType exchange, boolean response, List<Payload> payloads) {
    Map<PayloadType, Integer> counts = new EnumMap<>(PayloadType.class);
    for (Payload payload : payloads) {
      // RFC 7296 §2.5: a non-critical payload of an unknown type is skipped.
      if (!(payload instanceof UnsupportedPayload)) {
        counts.merge(PayloadType.of(payload.type()).orElseThrow(), 1, Integer::sum);
      }
    }
    boolean partial = response && mayBePartial(payloads);
    for (Rule rule : table(exchange, response).rules()) {
      Integer found = counts.remove(rule.type());
      int count = found == null ? 0 : found;
      if (count > rule.max() || (count < rule.min() && !partial)) {
        return Optional.of(count + " payloads of type " + rule.type());
      }
    }
    return counts.keySet().stream()
        .findFirst()
        .map(type -> "payload of type " + type + " does not belong there");
  }

  // RFC 7296 §1.2, §2.6, §2.21, RFC 5685 §3: an error, a COOKIE or a REDIRECT stands in for the
  // payloads of a full response.
  private static boolean mayBePartial(List<Payload> payloads) {
    return payloads.stream()
        .anyMatch(
            p ->
                p instanceof NotifyPayload n
                    && (n.isError() || n.is(NotifyType.COOKIE) || n.is(NotifyType.REDIRECT)));
  }

  private static Table table(ExchangeType exchange, boolean response) {
    return switch (exchange) {
      case IKE_SA_INIT -> response ? SA_INIT_RESPONSE : SA_INIT_REQUEST;
      case IKE_AUTH -> response ? AUTH_RESPONSE : AUTH_REQUEST;
      case CREATE_CHILD_SA -> CREATE_CHILD;
      case INFORMATIONAL -> INFORMATIONAL;
      case IKE_INTERMEDIATE -> INTERMEDIATE;
    };
  }
}
