//! What is done with statements once all of them are read.

use std::collections::HashMap;

use super::matching::Finder;
use super::near::Words;
use super::statements::Statements;

/// Leaves out near copies: each adds one to the copies of the statement that counts for it, which coded rows are moved to.
pub(super) fn drop_near_copies(
    statements: &mut Statements,
    words: &Words,
    copies: &mut HashMap<u32, u32>,
    finder: Option<&mut Finder>,
) {
    let counted = words.counted(statements);
    let kept: Vec<bool> = counted.iter().zip(0u32..).map(|(counted, row)| *counted == row).collect();
    let near = kept.iter().filter(|kept| !**kept).count();
    if near == 0 {
        return;
    }
    let mut position: Vec<u32> = Vec::with_capacity(kept.len());
    let mut next = 0;
    for (counted, kept) in counted.iter().zip(&kept) {
        // What counts for a statement is earlier and has its position already.
        position.push(if *kept { next } else { position.get(*counted as usize).copied().unwrap_or(0) });
        next += u32::from(*kept);
    }
    statements.keep(&kept);
    statements.counts.near_copies = near as u64;
    let mut moved: HashMap<u32, u32> = HashMap::with_capacity(copies.len());
    let near = kept.iter().zip(0u32..).filter(|(kept, _)| !**kept).map(|(_, row)| (row, 1));
    for (row, more) in copies.drain().chain(near) {
        *moved.entry(position.get(row as usize).copied().unwrap_or(row)).or_default() += more;
    }
    *copies = moved;
    if let Some(finder) = finder {
        finder.move_to(&position);
    }
}

/// Renumbers the classes in the order of their bytes.
pub(super) fn sort_classes(statements: &mut Statements, names: Vec<String>) {
    let mut order: Vec<u32> = (0..names.len() as u32).collect();
    let name = |id: &u32| names.get(*id as usize).map_or("", String::as_str);
    order.sort_by_key(name);
    let mut position = vec![0u32; names.len()];
    for (to, from) in order.iter().enumerate() {
        if let Some(place) = position.get_mut(*from as usize) {
            *place = to as u32;
        }
    }
    let renumber = |class: &mut u32| {
        if let Some(to) = position.get(*class as usize) {
            *class = *to;
        }
    };
    statements.class.iter_mut().for_each(renumber);
    statements.probability_classes.iter_mut().for_each(renumber);
    statements.coded.iter_mut().for_each(|row| renumber(&mut row.class));
    statements.classes = order.iter().map(|id| name(id).to_owned()).collect();
}
