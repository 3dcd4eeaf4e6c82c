package io.culvert.auth.app;

import io.culvert.auth.domain.LoginHosts;
import io.culvert.auth.domain.SamlAccount;
import io.culvert.auth.domain.TenantAuth;
import io.culvert.auth.login.LoginKeys;
import io.culvert.auth.login.ReturnHost;
import io.culvert.contract.AuthChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What gateways are told of where and how users log in. */
@ApplicationScoped
public class LoginAnnouncement {
  private final SamlParty party;
  private final LoginKeys keys;
  private final ReturnHost returnHost;

  LoginAnnouncement(SamlParty party, LoginKeys keys, ReturnHost returnHost) {
    this.party = party;
    this.keys = keys;
    this.returnHost = returnHost;
  }

  /** For users of that tenant; null when they have no account to log in with. */
  public AuthChange.@Nullable Login of(TenantAuth auth) {
    List<SamlAccount> accounts = auth.accountsInUse();
    if (accounts.isEmpty()) {
      return null;
    }
    String url = party.self().url();
    return new AuthChange.Login(
        url,
        returnHost.name(),
        keys.pair().publicKey(),
        LoginHosts.of(url, accounts),
        auth.settings().passWhileAway(),
        auth.settings().organisation(auth.tenant()),
        auth.settings().colour());
  }

  /** What all tenants' log-ins share: where it changed, gateways must be told anew. */
  public String fingerprint() {
    return party.self().url() + " " + returnHost.name() + " " + keys.pair().publicKey();
  }
}
