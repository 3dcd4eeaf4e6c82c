package io.culvert.gateway.core.ike.proposal;

import io.culvert.gateway.core.ike.crypto.EncryptionAlgorithm;
import io.culvert.gateway.core.ike.payload.Transform;
import io.culvert.gateway.core.wire.IntegId;
import io.culvert.gateway.core.wire.KeMethod;
import io.culvert.gateway.core.wire.PrfId;
import io.culvert.gateway.core.wire.TransformType;
import java.util.ArrayList;
import java.util.List;

/** The transforms of our algorithms, and slots of them. */
final class Slots {
  /** Transform id 0: no key exchange, no integrity, no extended sequence numbers. */
  static final Transform NO_GROUP = Transform.of(TransformType.KE, 0);

  static final Transform NO_INTEGRITY = Transform.of(TransformType.INTEG, 0);
  static final Transform NO_ESN = Transform.of(TransformType.ESN, 0);

  private static final List<TransformType> FURTHER =
      List.of(
          TransformType.ADDKE2,
          TransformType.ADDKE3,
          TransformType.ADDKE4,
          TransformType.ADDKE5,
          TransformType.ADDKE6,
          TransformType.ADDKE7);

  private Slots() {}

  static Transform encryption(EncryptionAlgorithm algorithm) {
    int id = algorithm.id().value();
    return algorithm.keyBits() == 0
        ? Transform.of(TransformType.ENCR, id)
        : Transform.of(TransformType.ENCR, id, algorithm.keyBits());
  }

  static Transform prf(PrfId id) {
    return Transform.of(TransformType.PRF, id.value());
  }

  static Transform group(KeMethod method) {
    return Transform.of(TransformType.KE, method.value());
  }

  /** One of these is needed; where there are none, NONE may stand (RFC 7296 §3.3, RFC 5282 §8). */
  static Slot integrity(List<IntegId> ids) {
    return ids.isEmpty()
        ? new Slot(TransformType.INTEG, List.of(NO_INTEGRITY), true)
        : new Slot(
            TransformType.INTEG,
            ids.stream().map(id -> Transform.of(TransformType.INTEG, id.value())).toList(),
            false);
  }

  /** The first additional key exchange is one of these; a second or further one is none. */
  static List<Slot> additional(List<KeMethod> methods) {
    List<Slot> slots = new ArrayList<>();
    slots.add(
        new Slot(
            TransformType.ADDKE1,
            methods.stream().map(m -> Transform.of(TransformType.ADDKE1, m.value())).toList(),
            methods.contains(KeMethod.NONE)));
    for (TransformType type : FURTHER) {
      slots.add(new Slot(type, List.of(Transform.of(type, KeMethod.NONE.value())), true));
    }
    return slots;
  }

  /** All transforms to offer; of an optional type, none. */
  static List<Transform> offered(List<Slot> slots) {
    return slots.stream()
        .filter(slot -> !slot.optional())
        .flatMap(slot -> slot.allowed().stream())
        .toList();
  }

  /** The list with that element moved to the front, when it is in it. */
  static <T> List<T> first(List<T> list, T element) {
    if (!list.contains(element)) {
      return list;
    }
    List<T> moved = new ArrayList<>(list);
    moved.remove(element);
    moved.addFirst(element);
    return List.copyOf(moved);
  }
}
