/**
 * Inside hosts: learning them, giving each a carrier address, rewriting their packets, whether they
 * may pass.
 */
@NullMarked
package io.culvert.gateway.core.host;

import org.jspecify.annotations.NullMarked;
