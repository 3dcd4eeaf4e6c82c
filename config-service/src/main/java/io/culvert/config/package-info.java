/** The config service. */
@NullMarked
package io.culvert.config;

import org.jspecify.annotations.NullMarked;
