package dev.podo.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// How the hand-written code reads: sizes and names.
class SourceRulesTest {
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 60;
  private static final int PARAMETERS_MAX = 6;
  private static final int PACKAGE_FILES_MAX = 30;
  private static final Set<String> EMPTY_NAMES =
      Set.of("util", "utils", "common", "helper", "helpers", "impl", "manager", "misc");

  @Test
  void filesAreShort() throws IOException {
    var tooLong = new ArrayList<String>();
    for (var file : Tree.allSources()) {
      var lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES_MAX) {
        tooLong.add(Tree.relative(file) + ": " + lines + " lines; split it by concern");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsAreShortAndTakeFewParameters() throws IOException {
    assertThat(inspect(Tree.mainSources())).isEmpty();
  }

  @Test
  void packagesHoldWhatOneListingShows() {
    var files = new TreeMap<String, Integer>();
    for (var file : Tree.mainSources()) {
      if (file.endsWith("package-info.java")) {
        continue;
      }
      files.merge(Tree.relative(file.getParent()), 1, Integer::sum);
    }
    files.values().removeIf(count -> count <= PACKAGE_FILES_MAX);
    assertThat(files)
        .as("packages of more than %s files: divide by feature", PACKAGE_FILES_MAX)
        .isEmpty();
  }

  @Test
  void packagesAreNamedAfterWhatTheyHold() {
    var nameless = new ArrayList<String>();
    for (var file : Tree.allSources()) {
      for (var part : Tree.ROOT.relativize(file.getParent())) {
        if (EMPTY_NAMES.contains(part.toString())) {
          nameless.add(Tree.relative(file) + ": name the package after its noun");
        }
      }
    }
    assertThat(nameless).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    var found = new ArrayList<String>();
    for (var file : Tree.allSources()) {
      var lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).matches(".*//.*\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b.*")) {
          found.add(
              Tree.relative(file) + ":" + (i + 1) + ": do it, or say in docs that it is left out");
        }
        if (lines.get(i).matches("import (static )?[\\w.]+[.][*];")) {
          found.add(Tree.relative(file) + ":" + (i + 1) + ": import what is used, by name");
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<String> inspect(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      var positions = Trees.instance(task).getSourcePositions();
      var found = new ArrayList<String>();
      for (var unit : task.parse()) {
        unit.accept(new MethodInspector(unit, positions, found), null);
      }
      return found;
    }
  }

  /// Visits the methods of one file. Canonical constructors of records are as long as their record.
  private static final class MethodInspector extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final LineMap lines;
    private final List<String> found;
    private boolean inRecord;

    MethodInspector(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.lines = unit.getLineMap();
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      var outer = inRecord;
      inRecord = type.getKind() == com.sun.source.tree.Tree.Kind.RECORD;
      super.visitClass(type, null);
      inRecord = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      var start = lines.getLineNumber(positions.getStartPosition(unit, method));
      var end = positions.getEndPosition(unit, method);
      var length = end < 0 ? 0 : lines.getLineNumber(end) - start + 1;
      var where =
          Tree.relative(Path.of(unit.getSourceFile().toUri()))
              + ":"
              + start
              + " "
              + method.getName();
      if (length > METHOD_LINES_MAX) {
        found.add(where + ": " + length + " lines; give its parts names of their own");
      }
      var isRecordConstructor = inRecord && method.getName().contentEquals("<init>");
      if (method.getParameters().size() > PARAMETERS_MAX && !isRecordConstructor) {
        found.add(
            where
                + ": "
                + method.getParameters().size()
                + " parameters; group what belongs together in a record");
      }
      return super.visitMethod(method, null);
    }
  }
}
