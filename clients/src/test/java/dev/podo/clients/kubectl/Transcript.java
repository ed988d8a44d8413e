package dev.podo.clients.kubectl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What is typed into a shell, and what it answers. A line that starts with
///
/// - `file NAME` begins a file, up to a line `end`;
/// - `$ ` is a command that succeeds, `$! ` one that fails, `$~ ` one that is repeated until it
///   answers as it should; `$1.28 ` is one that releases before 1.28 do not know, and skip;
/// - `| ` is text that the answer to the command before contains, `^ ` text that it does not, `~ `
///   a pattern that it has somewhere, and all lines with `= ` together are the answer;
/// - `#` is a remark.
record Transcript(List<Step> steps) {
  sealed interface Step {}

  /// A file in the working directory.
  record NewFile(String name, String content) implements Step {}

  /// @param line where it stands
  /// @param since the first release that knows it, the number after `1.`
  record Command(int line, How how, int since, String text, List<Expectation> expectations)
      implements Step {
    /// @return what is wrong with an answer; empty if nothing is
    List<String> complaints(int exitCode, String answer) {
      var wrong = new ArrayList<String>();
      if ((exitCode != 0) != (how == How.FAILS)) {
        wrong.add("it ended with " + exitCode);
      }
      for (var each : expectations) {
        if (!each.holds(answer)) {
          wrong.add(each.sign() + " " + each.text());
        }
      }
      return wrong;
    }

    @Override
    public String toString() {
      return "line " + line + ": " + text;
    }
  }

  enum How {
    SUCCEEDS,
    FAILS,
    COMES_ABOUT
  }

  record Expectation(char sign, String text) {
    boolean holds(String answer) {
      return switch (sign) {
        case '|' -> answer.contains(text);
        case '^' -> !answer.contains(text);
        case '=' -> answer.strip().equals(text);
        default -> Pattern.compile(text, Pattern.MULTILINE).matcher(answer).find();
      };
    }
  }

  private static final Pattern COMMAND = Pattern.compile("\\$([!~]?)(?:1\\.(\\d+))? (.*)");

  /// @param name of a resource beside this class's
  static Transcript read(String name) {
    try (var in = Transcript.class.getResourceAsStream("/kubectl/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no transcript " + name);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Transcript parse(List<String> lines) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var command = COMMAND.matcher(line);
      if (line.startsWith("file ")) {
        var end = i + lines.subList(i, lines.size()).indexOf("end");
        steps.add(
            new NewFile(
                line.substring("file ".length()),
                String.join("\n", lines.subList(i + 1, end)) + "\n"));
        i = end;
      } else if (command.matches()) {
        var answer = lines.subList(i + 1, lines.size()).stream().takeWhile(Transcript::expects);
        steps.add(
            new Command(
                i + 1,
                how(command.group(1)),
                command.group(2) == null ? 0 : Integer.parseInt(command.group(2)),
                command.group(3),
                expectations(answer.toList())));
      }
    }
    return new Transcript(List.copyOf(steps));
  }

  private static boolean expects(String line) {
    return !line.isEmpty() && "|^~=".indexOf(line.charAt(0)) >= 0;
  }

  private static How how(String sign) {
    return switch (sign) {
      case "!" -> How.FAILS;
      case "~" -> How.COMES_ABOUT;
      default -> How.SUCCEEDS;
    };
  }

  private static List<Expectation> expectations(List<String> lines) {
    var all = new ArrayList<Expectation>();
    var whole = new ArrayList<String>();
    for (var line : lines) {
      var text = line.length() < 2 ? "" : line.substring(2);
      if (line.charAt(0) == '=') {
        whole.add(text);
      } else {
        all.add(new Expectation(line.charAt(0), text));
      }
    }
    if (!whole.isEmpty()) {
      all.add(new Expectation('=', String.join("\n", whole)));
    }
    return List.copyOf(all);
  }

  /// What a release, such as `1.31`, can play of it.
  Transcript knownTo(String release) {
    var minor = Integer.parseInt(release.substring(release.indexOf('.') + 1));
    return new Transcript(
        steps.stream()
            .filter(step -> !(step instanceof Command command) || command.since() <= minor)
            .toList());
  }

  /// The same with variables (`$NAME`) of the expectations replaced; commands leave them to the
  /// shell.
  Transcript with(String name, String value) {
    var replaced = new ArrayList<Step>();
    for (var step : steps) {
      replaced.add(
          switch (step) {
            case NewFile file -> file;
            case Command command ->
                new Command(
                    command.line(),
                    command.how(),
                    command.since(),
                    command.text(),
                    command.expectations().stream()
                        .map(each ->
                            new Expectation(each.sign(), each.text().replace("$" + name, value)))
                        .toList());
          });
    }
    return new Transcript(List.copyOf(replaced));
  }
}
