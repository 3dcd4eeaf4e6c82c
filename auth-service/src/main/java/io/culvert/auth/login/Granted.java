package io.culvert.auth.login;

import io.culvert.contract.AuthChange;
import io.culvert.contract.LoginGrant;
import java.time.Instant;

/**
 * A grant on its way.
 *
 * @param sealed what the gateway opens
 * @param url where to bring it, from the host the ticket was for: {@link LoginGrant#PATH} at {@link
 *     AuthChange.Login#returnHost}, with the grant as its parameter
 * @param until when the session ends that it begins
 */
public record Granted(String sealed, String url, Instant until) {}
