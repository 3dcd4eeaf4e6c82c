/** Puts the config service together. */
@NullMarked
package io.culvert.config;

import org.jspecify.annotations.NullMarked;
