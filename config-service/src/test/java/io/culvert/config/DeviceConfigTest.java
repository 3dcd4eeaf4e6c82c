package io.culvert.config;

import static io.culvert.config.Calls.TUNNELS;
import static io.culvert.config.Calls.admin;
import static io.culvert.config.Calls.createTunnel;
import static io.culvert.config.Calls.operator;
import static io.culvert.config.Calls.pop;
import static io.culvert.config.Calls.tenant;
import static io.culvert.config.Calls.tunnel;
import static io.culvert.config.Calls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.culvert.config.domain.DeviceVendor;
import io.culvert.contract.EncryptionCipher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A tunnel as a configuration to paste into the customer's device. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class DeviceConfigTest {
  /** What the admin puts in. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("<(PRE-SHARED-KEY|WAN-INTERFACE|WAN-NEXT-HOP|LAN-INTERFACE|ZONE)>");

  private String tenant = "";

  @BeforeEach
  void makeTenant() {
    tenant = tenant();
  }

  private ValidatableResponse get(long id, String vendor) {
    return admin(tenant)
        .queryParam("vendor", vendor)
        .get(TUNNELS + "/" + id + "/device-config")
        .then();
  }

  private static String gateway(String pop) {
    return operator()
        .get(Calls.OPERATOR_POPS + "/" + pop)
        .then()
        .extract()
        .path("result[0].gateways[0]");
  }

  /** How each vendor writes each cipher. */
  static Stream<Arguments> ciphers() {
    return Stream.of(
        words(
            "strongswan",
            "= aes128-sha256-",
            "= aes256-sha256-",
            "= aes128gcm16-",
            "= aes192gcm16-",
            "= aes256gcm16-",
            "= null-sha256-"),
        words(
            "opnsense",
            "= aes128-sha256-",
            "= aes256-sha256-",
            "= aes128gcm16-",
            "= aes192gcm16-",
            "= aes256gcm16-",
            "= null-sha256-"),
        words(
            "libreswan",
            "esp=aes128-sha2_256-",
            "esp=aes256-sha2_256-",
            "esp=aes_gcm128-null-",
            "esp=aes_gcm192-null-",
            "esp=aes_gcm256-null-",
            "esp=null-sha2_256-"),
        words(
            "cisco-ios-xe",
            "esp-aes 128 esp-sha256-hmac",
            "esp-aes 256 esp-sha256-hmac",
            "esp-gcm 128",
            "esp-gcm 192",
            "esp-gcm 256",
            "esp-null esp-sha256-hmac"),
        words(
            "fortios",
            "set proposal aes128-sha256",
            "set proposal aes256-sha256",
            "set proposal aes128gcm",
            "",
            "set proposal aes256gcm",
            "set proposal null-sha256"),
        words(
            "panos",
            "esp encryption aes-128-cbc",
            "esp encryption aes-256-cbc",
            "esp encryption aes-128-gcm",
            "",
            "esp encryption aes-256-gcm",
            "esp encryption null"),
        words(
            "junos",
            "encryption-algorithm aes-128-cbc",
            "encryption-algorithm aes-256-cbc",
            "encryption-algorithm aes-128-gcm",
            "encryption-algorithm aes-192-gcm",
            "encryption-algorithm aes-256-gcm",
            ""),
        words(
            "mikrotik",
            "enc-algorithms=aes-128-cbc auth-algorithms=sha256",
            "enc-algorithms=aes-256-cbc",
            "enc-algorithms=aes-128-gcm auth-algorithms=null",
            "enc-algorithms=aes-192-gcm",
            "enc-algorithms=aes-256-gcm",
            "enc-algorithms=null auth-algorithms=sha256"),
        words(
            "vyos",
            "encryption aes128\n",
            "encryption aes256\n",
            "encryption aes128gcm128",
            "encryption aes192gcm128",
            "encryption aes256gcm128",
            "encryption null"));
  }

  private static Arguments words(String vendor, String... inOrder) {
    return Arguments.of(vendor, inOrder);
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void tunnelsExactCipherIsWrittenAsTheVendorDoes(String vendor, String[] words) {
    String pop = Calls.sharedPop();
    EncryptionCipher[] ciphers = EncryptionCipher.values();
    for (int i = 0; i < ciphers.length; i++) {
      long id =
          createTunnel(tenant, with(tunnel(pop), "encryption", "\"" + ciphers[i].label() + "\""));
      if (words[i].isEmpty()) {
        get(id, vendor)
            .statusCode(409)
            .body("detail", containsString("cannot do " + ciphers[i].label()));
      } else {
        assertThat(get(id, vendor).statusCode(200).extract().asString()).contains(words[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachHasBothPopsTheIdentityLifetimesAndMssAndNothingLeftToFillButWhatOnlyTheDeviceKnows(
      DeviceVendor vendor) {
    String first = pop();
    String second = pop();
    String psk = "a key nobody may see " + Calls.next();
    String json = with(tunnel(first, second), "psk", "\"" + psk + "\"");
    long id =
        createTunnel(
            tenant, with(json, "srcidentity", "\"branch" + Calls.next() + "@example.com\""));
    String identity =
        admin(tenant).get(TUNNELS + "/" + id).then().extract().path("result[0].srcidentity");

    String text =
        get(id, vendor.id())
            .statusCode(200)
            .contentType(startsWith("text/plain"))
            .header("Content-Disposition", containsString(vendor.id() + ".txt"))
            .extract()
            .asString();

    assertThat(text).contains(gateway(first), gateway(second), identity, vendor.label());
    assertThat(text).contains("28800", "7200", "1360").contains("<PRE-SHARED-KEY>");
    assertThat(text).doesNotContain(psk).doesNotContain("NOT_FOUND").doesNotContain("null}");
    assertThat(PLACEHOLDER.matcher(text).replaceAll("")).doesNotContainPattern("<[A-Z]");
    assertThat(text.lines()).noneMatch(line -> line.contains("{#") || line.contains("{/"));
  }

  @ParameterizedTest
  @EnumSource
  void oneWithoutAFailoverPopSaysNothingOfOne(DeviceVendor vendor) {
    long id = createTunnel(tenant, tunnel(Calls.sharedPop()));
    assertThat(get(id, vendor.id()).statusCode(200).extract().asString())
        .doesNotContain("failover");
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.77, local-identity inet \"198.51.100.77\"",
    "2001:db8::77, local-identity inet6 \"2001:db8::77\"",
    "device77.example.com, local-identity hostname \"device77.example.com\"",
    "u77@example.com, local-identity user-at-hostname \"u77@example.com\"",
  })
  void kindOfTheIdentityIsSaid(String identity, String line) {
    long id =
        createTunnel(
            tenant, with(tunnel(Calls.sharedPop()), "srcidentity", "\"" + identity + "\""));
    assertThat(get(id, "junos").extract().asString()).contains(line);
    admin(tenant).delete(TUNNELS + "/" + id).then().statusCode(200);
  }

  @Test
  void namesAreMadeOfWhatEveryDeviceTakes() {
    Map<String, String> names =
        Map.of(
            "Zürich, Büro 7 \\\"<b>{x}", "zurich-buro-7-b-x",
            "42", "t-%d",
            "東京", "t-%d",
            "A very long name of a very small branch", "a-very-long-nam-%d");
    names.forEach(
        (site, name) -> {
          long id =
              createTunnel(tenant, with(tunnel(Calls.sharedPop()), "site", "\"" + site + "\""));
          assertThat(get(id, "vyos").extract().asString())
              .contains("set vpn ipsec ike-group " + name.formatted(id) + " key-exchange");
        });
  }

  @Test
  void longestNameOfAnInterfaceIsKeptByFortios() {
    long id =
        createTunnel(tenant, with(tunnel(Calls.sharedPop()), "site", "\"a quite long site\""));
    Matcher name =
        Pattern.compile("edit \"(.*?)\"").matcher(get(id, "fortios").extract().asString());
    assertThat(name.find()).isTrue();
    assertThat(name.group(1).length()).isLessThanOrEqualTo(15);
  }

  @Test
  void networksBehindTheDeviceMayBeGiven() {
    long id = createTunnel(tenant, tunnel(Calls.sharedPop()));
    String path = TUNNELS + "/" + id + "/device-config?vendor=strongswan";
    assertThat(admin(tenant).get(path).then().extract().asString())
        .contains("local_ts = 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16");
    assertThat(
            admin(tenant)
                .get(path + "&network=192.168.7.0/24&network=192.168.8.0/24")
                .then()
                .extract()
                .asString())
        .contains("local_ts = 192.168.7.0/24,192.168.8.0/24");
    admin(tenant)
        .get(path + "&network=192.168.7.1/24")
        .then()
        .statusCode(400)
        .body("violations.field", contains("network"));
  }

  @Test
  void vendorThatIsNotKnownOrNotSaidIsToldWhichThereAre() {
    long id = createTunnel(tenant, tunnel(Calls.sharedPop()));
    get(id, "netgear")
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("strongswan, libreswan, cisco-ios-xe, fortios"));
    admin(tenant).get(TUNNELS + "/" + id + "/device-config").then().statusCode(400);
  }

  @Test
  void anotherTenantsTunnelIsNotWrittenOut() {
    long id = createTunnel(tenant(), tunnel(Calls.sharedPop()));
    get(id, "strongswan").statusCode(404);
  }
}
