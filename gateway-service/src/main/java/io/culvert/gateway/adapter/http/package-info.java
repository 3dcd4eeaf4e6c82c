/** The operator's view of one gateway over REST. */
@NullMarked
package io.culvert.gateway.adapter.http;

import org.jspecify.annotations.NullMarked;
