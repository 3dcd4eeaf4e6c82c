package io.culvert.gateway.core.ike.task;

import io.culvert.gateway.core.ike.payload.TsPayload;
import io.culvert.gateway.core.net.TrafficSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says traffic selectors in text, for events: numbers and addresses only, and bounded. */
final class SelectorText {
  /** More than this many of a side help nobody. */
  private static final int MOST = 8;

  private SelectorText() {}

  /** What a peer offers, with the selectors of types we do not know. */
  static String of(TsPayload tsi, TsPayload tsr) {
    return sides(names(tsi), names(tsr));
  }

  /** The device's side and ours. */
  static String of(List<TrafficSelector> initiator, List<TrafficSelector> responder) {
    return sides(names(initiator), names(responder));
  }

  private static String sides(List<String> initiator, List<String> responder) {
    return "TSi " + joined(initiator) + "; TSr " + joined(responder);
  }

  private static List<String> names(TsPayload payload) {
    List<String> names = new ArrayList<>(names(payload.selectors()));
    payload.unknown().forEach(selector -> names.add("TS type " + selector.tsType()));
    return names;
  }

  private static List<String> names(List<TrafficSelector> selectors) {
    return selectors.stream().map(SelectorText::name).toList();
  }

  private static String joined(List<String> names) {
    String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
    return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
  }

  private static String name(TrafficSelector selector) {
    String range = selector.start().getHostAddress() + "-" + selector.end().getHostAddress();
    String protocol = selector.protocol() == 0 ? "" : " protocol " + selector.protocol();
    boolean anyPort = selector.startPort() == 0 && selector.endPort() == 65535;
    String ports = anyPort ? "" : " ports " + selector.startPort() + "-" + selector.endPort();
    return range + protocol + ports;
  }
}
