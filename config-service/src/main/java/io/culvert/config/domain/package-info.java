/** Tenants, POPs and tunnels as records, and the rules they must obey; no framework. */
@NullMarked
package io.culvert.config.domain;

import org.jspecify.annotations.NullMarked;
