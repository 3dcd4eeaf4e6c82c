package io.culvert.gateway.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RegistriesTest {

  /** bad-inputs 12: every number of every registry field, assigned or not, is a value. */
  @Test
  void everyNumberIsEitherTheOneEntryOrEmpty() {
    check(ExchangeType.values(), ExchangeType::value, ExchangeType::of);
    check(PayloadType.values(), PayloadType::value, PayloadType::of);
    check(ProtocolId.values(), ProtocolId::value, ProtocolId::of);
    check(TransformType.values(), TransformType::value, TransformType::of);
    check(EncrId.values(), EncrId::value, EncrId::of);
    check(PrfId.values(), PrfId::value, PrfId::of);
    check(IntegId.values(), IntegId::value, IntegId::of);
    check(KeMethod.values(), KeMethod::value, KeMethod::of);
    check(EsnId.values(), EsnId::value, EsnId::of);
    check(AuthMethod.values(), AuthMethod::value, AuthMethod::of);
    check(IdType.values(), IdType::value, IdType::of);
    check(TsType.values(), TsType::value, TsType::of);
    check(NotifyType.values(), NotifyType::value, NotifyType::of);
  }

  private static <E extends Enum<E>> void check(
      E[] entries, ToIntFunction<E> value, IntFunction<Optional<E>> of) {
    Map<Integer, E> byValue =
        Arrays.stream(entries).collect(Collectors.toMap(value::applyAsInt, e -> e));
    for (int number = -1; number <= 65536; number++) {
      assertThat(of.apply(number)).isEqualTo(Optional.ofNullable(byValue.get(number)));
    }
  }

  @Test
  void errorsAreTheNotifyTypesBelow16384() {
    assertThat(NotifyType.CHILD_SA_NOT_FOUND.isError()).isTrue();
    assertThat(NotifyType.isError(16383)).isTrue();
    assertThat(NotifyType.INITIAL_CONTACT.isError()).isFalse();
    assertThat(NotifyType.isError(40960)).isFalse();
  }
}
