/** The settings of the service. */
@NullMarked
package io.culvert.status.config;

import org.jspecify.annotations.NullMarked;
