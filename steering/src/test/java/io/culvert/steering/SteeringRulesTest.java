package io.culvert.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.culvert.contract.AuthChange;
import io.culvert.contract.AuthChange.BypassNetwork;
import io.culvert.contract.AuthChange.BypassNetwork.Match;
import io.culvert.steering.category.CategoryIndex;
import io.culvert.steering.net.IpAddress;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

class SteeringRulesTest {
  private static final int USER = 0x0A000007; // 10.0.0.7
  private static final int EGRESS = 0xCB007107; // 203.0.113.7

  private static final List<BypassNetwork> NETWORKS =
      List.of(
          new BypassNetwork("printers", Match.USER_IP, List.of("10.0.1.0/24", "2001:db8::/64")),
          new BypassNetwork("branch", Match.EGRESS_IP, List.of("198.51.100.1-198.51.100.9")));

  private final SteeringRules rules = rules(true, NETWORKS);

  @Example
  void nobodyLogsInWhereAuthenticationIsOff() {
    SteeringRules off = rules(false, NETWORKS);
    assertThat(off.passesAlways(USER, EGRESS)).isEqualTo(new Decision.AuthenticationOff());
    assertThat(off.decide(USER, EGRESS, null, 22)).isEqualTo(new Decision.AuthenticationOff());
  }

  @Example
  void aNetworkPassesWhateverItDoes() {
    Decision printers = new Decision.UserNetwork("printers", "10.0.1.0/24");
    Decision branch = new Decision.EgressNetwork("branch", "198.51.100.1-198.51.100.9");
    assertThat(rules.passesAlways(0x0A000105, EGRESS)).isEqualTo(printers);
    assertThat(rules.decide(0x0A000105, EGRESS, "blocked.example", 22)).isEqualTo(printers);
    assertThat(rules.passesAlways(USER, 0xC6336405)).isEqualTo(branch);
    assertThat(rules.passesAlways(0x0A000105, 0xC6336405)).isEqualTo(printers);
    assertThat(rules.passesAlways(USER, EGRESS)).isNull();
    assertThat(printers.passes() && branch.passes()).isTrue();
  }

  @Example
  void aLocationIsComparedWithTheOneAddressThatItNames() {
    assertThat(rules.passesAlways(0xC6336405, 0x0A000105)).isNull();
  }

  @Example
  void addressesOfIpv6AreComparedToo() {
    IpAddress six = Objects.requireNonNull(IpAddress.parse("2001:db8::7"));
    assertThat(rules.passesAlways(six, IpAddress.of(EGRESS)))
        .isEqualTo(new Decision.UserNetwork("printers", "2001:db8::/64"));
    assertThat(rules.decide(IpAddress.of(USER), six, "www.example.com", 443))
        .isEqualTo(new Decision.MustLogIn());
  }

  @Example
  void anExactNameIsItselfAndAWildcardIsAllBelow() {
    assertThat(decide("Example.com.")).isEqualTo(new Decision.BypassDomain("example.com"));
    assertThat(decide("www.example.com")).isEqualTo(new Decision.MustLogIn());
    assertThat(decide("a.b.example.org")).isEqualTo(new Decision.BypassDomain("*.example.org"));
    assertThat(decide("example.org")).isEqualTo(new Decision.MustLogIn());
    assertThat(decide("notexample.org")).isEqualTo(new Decision.MustLogIn());
    assertThat(decide("deep.b.example.org")).isEqualTo(new Decision.BypassDomain("*.example.org"));
    assertThat(decide("x.a.example.org")).isEqualTo(new Decision.BypassDomain("*.a.example.org"));
    assertThat(decide("bücher.example"))
        .isEqualTo(new Decision.BypassDomain("xn--bcher-kva.example"));
  }

  @Example
  void anAddressAsAHostMatchesNoName() {
    assertThat(decide("192.0.2.1")).isEqualTo(new Decision.MustLogIn());
    assertThat(decide("::1")).isEqualTo(new Decision.MustLogIn());
    assertThat(decide(null)).isEqualTo(new Decision.MustLogIn());
  }

  @Example
  void aCategoryIsNamedAsTheFileSpellsIt() {
    assertThat(decide("www.nhs.uk")).isEqualTo(new Decision.BypassCategory("Health"));
    assertThat(decide("www.netflix.com")).isEqualTo(new Decision.MustLogIn());
    SteeringRules without = SteeringRules.of(change(true, NETWORKS), CategoryIndex.none());
    assertThat(without.decide(USER, EGRESS, "www.nhs.uk", 443)).isEqualTo(new Decision.MustLogIn());
  }

  @Example
  void whatLoggingInNeedsIsReachable() {
    assertThat(decide("login.idp.example")).isEqualTo(new Decision.LoginHost("*.idp.example"));
    assertThat(decide("auth.culvert.example"))
        .isEqualTo(new Decision.LoginHost("auth.culvert.example"));
    assertThat(decide("login.idp.example").passes()).isTrue();
  }

  @Example
  void aDomainIsNamedBeforeACategoryAndThisBeforeALoginHost() {
    assertThat(decide("www.cdc.gov")).isEqualTo(new Decision.BypassDomain("www.cdc.gov"));
    assertThat(decide("cdc.gov")).isEqualTo(new Decision.BypassCategory("Health"));
  }

  @Example
  void onOtherPortsNoNameIsSeen() {
    Decision closed = rules.decide(USER, EGRESS, "example.com", 8443);
    assertThat(closed).isEqualTo(new Decision.NotAWebPort(8443));
    assertThat(closed.passes()).isFalse();
    assertThat(rules.decide(USER, EGRESS, "example.com", 8080).passes()).isTrue();
  }

  @Example
  void whatCannotBeReadBypassesNothingAndIsToldOf() {
    SteeringRules odd =
        rules(true, List.of(new BypassNetwork("x", Match.USER_IP, List.of("10.0.0.0/33"))));
    assertThat(odd.unreadable()).containsExactly("10.0.0.0/33");
    assertThat(odd.passesAlways(USER, EGRESS)).isNull();
    assertThat(rules.unreadable()).isEmpty();
  }

  @Property
  void passingAlwaysIsPassingWithAnyNameOnAnyPort(
      @ForAll int user,
      @ForAll int egress,
      @ForAll @AlphaChars @StringLength(max = 12) String label,
      @ForAll @IntRange(min = 1, max = 65_535) int port) {
    SteeringRules half =
        rules(
            true,
            List.of(
                new BypassNetwork("a", Match.USER_IP, List.of("128.0.0.0/1")),
                new BypassNetwork("b", Match.EGRESS_IP, List.of("0.0.0.0/2"))));
    Decision always = half.passesAlways(user, egress);
    assertThat(half.passesAlways(IpAddress.of(user), IpAddress.of(egress))).isEqualTo(always);
    assertThat(always != null).isEqualTo(user < 0 || egress >>> 30 == 0);
    Decision decision = half.decide(user, egress, label + ".example.org", port);
    assertThat(always == null || decision.equals(always)).isTrue();
    assertThat(half.decide(IpAddress.of(user), IpAddress.of(egress), label + ".example.org", port))
        .isEqualTo(decision);
  }

  private Decision decide(@Nullable String host) {
    return rules.decide(USER, EGRESS, host, 443);
  }

  private static SteeringRules rules(boolean enabled, List<BypassNetwork> networks) {
    return SteeringRules.of(change(enabled, networks), CategoryIndex.builtIn());
  }

  private static AuthChange change(boolean enabled, List<BypassNetwork> networks) {
    return new AuthChange(
        "acme",
        1,
        enabled,
        3600,
        0,
        List.of(80, 443, 8080),
        List.of(
            "example.com",
            "*.example.org",
            "*.a.example.org",
            "xn--bcher-kva.example",
            "www.cdc.gov"),
        List.of("health", "No such category"),
        networks,
        new AuthChange.Login(
            "https://auth.culvert.example",
            "return.example.net",
            "key",
            List.of("*.idp.example", "auth.culvert.example", "cdc.gov"),
            false,
            "Acme",
            "#0a5c36"));
  }
}
