//! A cache from surface forms to their normal tokens, filled when a surface form is first seen.

use super::FormId;
use super::form_ids::FormIds;
use super::forms::Forms;
use super::surface_table::SurfaceTable;
use crate::text::{Analyzer, NormalToken, TokenKind};

/// The surface forms seen so far.
#[derive(Debug, Default)]
pub(crate) struct FormCache {
    surfaces: SurfaceTable,
    /// The forms of all lists, one list after another.
    listed: Vec<FormId>,
    /// Where each list is in `listed`.
    lists: Vec<[u32; 2]>,
    /// The id of each normal token: surface forms that differ in letter case share theirs.
    ids: FormIds,
    /// Scratch.
    normal: Vec<NormalToken>,
}

impl FormCache {
    /// Number of surface forms.
    pub(crate) fn len(&self) -> usize {
        self.surfaces.len()
    }

    /// Bytes of memory, about.
    pub(crate) fn bytes(&self) -> usize {
        let lists = size_of_val(self.listed.as_slice()) + size_of_val(self.lists.as_slice());
        self.surfaces.bytes() + lists + self.ids.bytes()
    }

    /// The surface forms.
    #[inline(always)]
    pub(crate) fn surfaces(&self) -> &SurfaceTable {
        &self.surfaces
    }

    /// The forms of a list; for a single form see [`Forms::single`].
    pub(crate) fn list(&self, forms: Forms) -> &[FormId] {
        debug_assert!(forms.single().is_none());
        let range = self.lists.get(forms.list_number());
        let list = range.and_then(|[from, to]| self.listed.get(*from as usize..*to as usize));
        debug_assert!(list.is_some(), "lists are cleared with the surface forms");
        list.unwrap_or(&[])
    }

    /// The forms of a token, of which `key` is the key in the surface table. If the surface form is new, `insert` is
    /// called for each of its normal tokens that is new, and gives it an id.
    #[inline(never)]
    pub(crate) fn find_or_insert(
        &mut self,
        analyzer: &Analyzer,
        (kind, surface, key): (TokenKind, &str, u128),
        mut insert: impl FnMut(&NormalToken) -> FormId,
    ) -> Forms {
        if let Some(forms) = self.surfaces.find(kind, surface, key) {
            return forms;
        }
        let mut normal = std::mem::take(&mut self.normal);
        normal.clear();
        analyzer.normalize(kind, surface, &mut normal);
        let from = self.listed.len();
        for token in normal.drain(..) {
            self.listed.push(self.ids.find_or_insert(&token, || insert(&token)));
        }
        self.normal = normal;
        let forms = match self.listed.get(from..) {
            Some([only]) => {
                let forms = Forms::one(*only);
                self.listed.truncate(from);
                forms
            }
            _ => {
                self.lists.push([from as u32, self.listed.len() as u32]);
                Forms::list(self.lists.len() - 1)
            }
        };
        self.surfaces.insert(kind, surface, key, forms);
        forms
    }
}
