package io.culvert.standalone.command;

import io.culvert.standalone.stack.Progress;
import io.culvert.steering.category.CategoryImport;
import io.culvert.steering.category.CategoryIndex;
import io.culvert.steering.category.ImportReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code culvert categories import}. */
@Command(
    name = "import",
    description = {
      "Makes the file in which gateways and the auth-service look up web categories.",
      "",
      "A folder is read in the style of UT1: a folder below it for each category, with a file"
          + " 'domains' that has a name on each line. A file is read as CSV with the columns domain"
          + " and category. A name stands for all names below it too, unless these are listed"
          + " themselves. Addresses and pages of sites are left out and counted.",
      "",
      "The target is replaced when all is written; whoever has it open keeps what it was. Restart a"
          + " service to have it read the new one. Needs no running stack, and on the target's disk"
          + " 32 octets a line for a while."
    },
    mixinStandardHelpOptions = true)
public final class CategoriesImportCommand implements Callable<Integer> {
  private static final long MILLION = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR|FILE",
      description = "a folder of lists, or a CSV file")
  private Path from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "the file to write, for culvert.auth.categories-file")
  private Path to;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(out);
    ImportReport report =
        CategoryImport.run(
            from,
            to,
            new SecureRandom(),
            lines -> {
              if (lines % MILLION == 0) {
                progress.say("%,d lines read".formatted(lines));
              }
            });
    progress.say("%s written".formatted(to));
    print(out, report, CategoryIndex.open(to).size());
    return 0;
  }

  private static void print(PrintWriter out, ImportReport report, long octets) {
    out.printf(
        Locale.ROOT,
        "%,d domains in %,d categories, %.1f MB%n",
        report.domains(),
        report.categories(),
        octets / 1e6);
    out.printf(
        Locale.ROOT,
        "%,d lines read: %,d repeat a domain; left out: %,d addresses, %,d pages, %,d bad lines%n",
        report.lines(),
        report.repeated(),
        report.addresses(),
        report.pages(),
        report.badLines());
    for (ImportReport.BadLine bad : report.firstBad()) {
      out.printf("  %s, line %d: %s%n", bad.file(), bad.line(), bad.why());
    }
    if (report.badLines() > report.firstBad().size()) {
      out.printf(Locale.ROOT, "  and %,d more%n", report.badLines() - report.firstBad().size());
    }
    out.flush();
  }
}
