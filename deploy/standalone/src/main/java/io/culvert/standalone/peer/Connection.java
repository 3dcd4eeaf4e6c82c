package io.culvert.standalone.peer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * One IKE connection of a strongSwan, with one CHILD SA of the same name, in strongSwan's own
 * words.
 *
 * @param name its name
 * @param localAddress where it speaks from
 * @param remoteAddress the gateway
 * @param localId the identity it presents; an address, a name or user@name
 * @param psk the pre-shared key
 * @param ikeProposal such as {@code aes256-sha256-modp2048}
 * @param espProposal such as {@code aes256gcm16}
 * @param localNetwork the network behind it
 * @param remoteNetwork what is reached through it
 * @param dpdDelay silence after which it asks whether the gateway is alive; zero means never
 */
public record Connection(
    String name,
    String localAddress,
    String remoteAddress,
    String localId,
    String psk,
    String ikeProposal,
    String espProposal,
    String localNetwork,
    String remoteNetwork,
    Duration dpdDelay) {
  /** A connection with the commonest ciphers that sends everything through its tunnel. */
  public static Connection of(
      String name,
      String localAddress,
      String remoteAddress,
      String localId,
      String psk,
      String localNetwork) {
    return new Connection(
        name,
        localAddress,
        remoteAddress,
        localId,
        psk,
        "aes256-sha256-modp2048",
        "aes256-sha256",
        localNetwork,
        "0.0.0.0/0",
        Duration.ofSeconds(10));
  }

  /** The same with another proposal for the IKE SA. */
  public Connection withIke(String proposal) {
    return with(psk, proposal, espProposal, dpdDelay);
  }

  /** The same with another proposal for the CHILD SA. */
  public Connection withEsp(String proposal) {
    return with(psk, ikeProposal, proposal, dpdDelay);
  }

  /** The same with another pre-shared key. */
  public Connection withPsk(String other) {
    return with(other, ikeProposal, espProposal, dpdDelay);
  }

  /** The same with another delay of dead peer detection; zero switches it off. */
  public Connection withDpd(Duration delay) {
    return with(psk, ikeProposal, espProposal, delay);
  }

  private Connection with(String key, String ike, String esp, Duration dpd) {
    return new Connection(
        name,
        localAddress,
        remoteAddress,
        localId,
        key,
        ike,
        esp,
        localNetwork,
        remoteNetwork,
        dpd);
  }

  /** This connection and its secret in the syntax of {@code swanctl.conf}. */
  public String configuration() {
    return """
        connections {
          %1$s {
            version = 2
            local_addrs = %2$s
            remote_addrs = %3$s
            proposals = %4$s
            encap = yes
            mobike = no
            dpd_delay = %5$ds
            local {
              auth = psk
              id = %6$s
            }
            remote {
              auth = psk
              id = %3$s
            }
            children {
              %1$s {
                esp_proposals = %7$s
                local_ts = %8$s
                remote_ts = %9$s
                dpd_action = clear
                close_action = none
              }
            }
          }
        }
        secrets {
          ike-%1$s {
            id = %6$s
            secret = 0s%10$s
          }
        }
        """
        .formatted(
            name,
            localAddress,
            remoteAddress,
            ikeProposal,
            dpdDelay.toSeconds(),
            localId,
            espProposal,
            localNetwork,
            remoteNetwork,
            Base64.getEncoder().encodeToString(psk.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return "Connection[" + name + ", " + localId + " at " + localAddress + ", psk=***]";
  }
}
