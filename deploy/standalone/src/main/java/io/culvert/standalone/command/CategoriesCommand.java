package io.culvert.standalone.command;

import picocli.CommandLine.Command;

/** {@code culvert categories}: what is done with web categories. */
@Command(
    name = "categories",
    description = "Prepares web categories for gateways and the auth-service.",
    mixinStandardHelpOptions = true,
    subcommands = CategoriesImportCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class CategoriesCommand {}
