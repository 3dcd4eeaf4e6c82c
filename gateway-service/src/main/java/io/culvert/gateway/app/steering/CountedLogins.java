package io.culvert.gateway.app.steering;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of the grants that are brought to a desk. Safe for many threads. */
public final class CountedLogins implements LoginDesk {
  private final LoginDesk desk;
  private final LongAdder opened = new LongAdder();

  /** Filled once, and only read from then on. */
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

  /** Asks that desk. */
  public CountedLogins(LoginDesk desk) {
    this.desk = desk;
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder());
    }
  }

  @Override
  public Optional<String> loginAddress(SteeredHost host, String url) {
    return desk.loginAddress(host, url);
  }

  @Override
  public Redeemed redeem(SteeredHost host, String grant) {
    Redeemed redeemed = desk.redeem(host, grant);
    switch (redeemed) {
      case Opened _ -> opened.increment();
      case Refused(Refusal refusal) -> count(refusal).increment();
    }
    return redeemed;
  }

  /** Hosts that were opened. */
  public long opened() {
    return opened.sum();
  }

  /** Grants that were refused for that reason. */
  public long refused(Refusal refusal) {
    return count(refusal).sum();
  }

  private LongAdder count(Refusal refusal) {
    return Objects.requireNonNull(refused.get(refusal));
  }
}
