package io.culvert.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests of this class find a tenant whose users must log in at Keycloak; nobody must afterwards.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Isolated("all hosts of the tenant must log in meanwhile")
@ExtendWith({StackExtension.class, UsersLogIn.Switch.class})
@interface UsersLogIn {
  /** Switches the log-in on and off. */
  final class Switch implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      StackExtension.world(context).logins().require();
    }

    @Override
    public void afterEach(ExtensionContext context) {
      StackExtension.world(context).logins().settings().lift();
    }
  }
}
