package io.culvert.auth.login;

import io.culvert.contract.LoginSeal;
import io.culvert.contract.LoginTicket;
import io.culvert.contract.PskSeal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A POP and an auth-service that know each other, for tests. */
record LoginParts(PskSeal.KeyPair pop, LoginKeys keys, PopKeys pops) {
  static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  static LoginParts in(Path folder) throws IOException {
    PskSeal.KeyPair pop = PskSeal.generate();
    PopKeys pops = new PopKeys();
    pops.follow(Map.of("sfo1", pop.publicKey()));
    return new LoginParts(pop, new LoginKeys(folder.resolve("key.json")), pops);
  }

  static LoginTicket ticket(String url) {
    return ticket(url, NOW);
  }

  static LoginTicket ticket(String url, Instant issued) {
    return new LoginTicket("acme", 7, "192.168.1.20", url, "bm9uY2U", issued);
  }

  String sealed(LoginTicket ticket) {
    return LoginSeal.seal(ticket, "sfo1", pop, keys.pair().publicKey());
  }
}
