package io.culvert.standalone.stack;

import io.culvert.standalone.net.Namespace;
import java.util.List;

/**
 * A point of presence of the stack.
 *
 * @param name its name in the service
 * @param address its public address, on the bridge
 * @param probe its address inside, which a device pings through its tunnel
 * @param location where it says it is
 * @param region its region
 * @param latitude degrees north
 * @param longitude degrees east
 * @param releaseDay the day of the release train it is updated on
 */
public record Pop(
    String name,
    String address,
    String probe,
    String location,
    String region,
    double latitude,
    double longitude,
    String releaseDay) {
  /** The first POP. */
  public static final Pop A =
      new Pop(
          "pop-a",
          "192.0.2.11",
          "10.64.0.1",
          "San Francisco, CA, US",
          "US-CA",
          37.77,
          -122.42,
          "Day-1");

  /** The second POP. */
  public static final Pop B =
      new Pop(
          "pop-b", "192.0.2.21", "10.64.0.2", "Frankfurt, HE, DE", "DE-HE", 50.11, 8.68, "Day-3");

  /** Both. */
  public static final List<Pop> ALL = List.of(A, B);

  /** The namespace it lives in. */
  public Namespace namespace() {
    return new Namespace(Namespace.PREFIX + name);
  }

  /** The id of its one gateway. */
  public String gateway() {
    return name + "-1";
  }
}
