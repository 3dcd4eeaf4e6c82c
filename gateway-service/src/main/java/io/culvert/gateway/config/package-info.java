/** The gateway's settings. */
@NullMarked
package io.culvert.gateway.config;

import org.jspecify.annotations.NullMarked;
