package io.culvert.config.domain;

import io.culvert.contract.EncryptionCipher;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The makers of devices that a configuration can be written for. */
public enum DeviceVendor {
  STRONGSWAN("strongSwan"),
  LIBRESWAN("libreswan"),
  CISCO_IOS_XE("Cisco IOS-XE"),
  FORTIOS("FortiOS"),
  PANOS("PAN-OS"),
  JUNOS("Junos"),
  MIKROTIK("MikroTik RouterOS"),
  VYOS("VyOS"),
  OPNSENSE("OPNsense");

  private final String label;

  DeviceVendor(String label) {
    this.label = label;
  }

  /** The name in the API, such as {@code cisco-ios-xe}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name as the maker writes it. */
  public String label() {
    return label;
  }

  /** Whether its devices can have a CHILD SA with that cipher. */
  public boolean knows(EncryptionCipher cipher) {
    return switch (this) {
      case FORTIOS, PANOS -> cipher != EncryptionCipher.AES192_GCM;
      case JUNOS -> cipher != EncryptionCipher.NULL;
      case STRONGSWAN, LIBRESWAN, CISCO_IOS_XE, MIKROTIK, VYOS, OPNSENSE -> true;
    };
  }

  /** The vendor of that id, without regard to case. */
  public static Optional<DeviceVendor> of(String id) {
    return Arrays.stream(values()).filter(vendor -> vendor.id().equalsIgnoreCase(id)).findFirst();
  }

  /** All ids, separated by commas. */
  public static String ids() {
    return Arrays.stream(values()).map(DeviceVendor::id).collect(Collectors.joining(", "));
  }
}
