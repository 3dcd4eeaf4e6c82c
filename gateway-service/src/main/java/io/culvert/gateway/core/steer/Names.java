package io.culvert.gateway.core.steer;

/** What becomes of a host's connections, by the name each is for. Answers at once. */
@FunctionalInterface
public interface Names {
  /**
   * The verdict on one name.
   *
   * @param name in the form of {@link HostName}; the address the host connects to, in dotted
   *     decimal, where a connection names none
   */
  Verdict of(String name);

  /** What becomes of a connection. */
  sealed interface Verdict {}

  /** The host may pass, whatever the name: it has logged in, or need not. */
  record HostPasses() implements Verdict {}

  /** This name passes without log-in; it must lead to where the name is. */
  record NamePasses() implements Verdict {}

  /** The user must log in first. */
  record LogIn() implements Verdict {}

  /** It ends here, and the user is told why. */
  record Blocked(PageReason reason) implements Verdict {}
}
