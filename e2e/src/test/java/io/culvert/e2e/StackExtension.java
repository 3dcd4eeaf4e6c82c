package io.culvert.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives tests the one {@link World} of the run, started for the first and ended after the last, and
 * notes which of them passed.
 */
final class StackExtension implements ParameterResolver, TestWatcher {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(StackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == World.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return world(context);
  }

  /** The one of the run. */
  static World world(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(World.class, key -> World.start(), World.class);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    ended(context, true);
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    ended(context, false);
  }

  private static void ended(ExtensionContext context, boolean well) {
    InteropReport.ended(
        context.getRequiredTestClass(), context.getRequiredTestMethod().getName(), well);
  }
}
