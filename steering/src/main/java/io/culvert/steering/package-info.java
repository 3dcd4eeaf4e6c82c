/** What a tenant's rules mean for a host and for a connection, for every service that says so. */
@NullMarked
package io.culvert.steering;

import org.jspecify.annotations.NullMarked;
